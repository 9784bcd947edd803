//! Every code the reader emits, with the arguments of its message.

use crate::notice::Code;

/// The front matter opens with `---` and never closes. No arguments.
pub const FRONT_MATTER_UNCLOSED: Code = Code::new("front-matter-unclosed");
/// A line that should be `---` is not: `———`, `----`, ` ---`, a fenced block of code; carries a fix. `found`.
pub const FRONT_MATTER_FENCE: Code = Code::new("front-matter-fence");
/// The block is in TOML or JSON. `found` (its first line).
pub const FRONT_MATTER_FORMAT: Code = Code::new("front-matter-format");
/// The block is not at the top of the file. `found`.
pub const FRONT_MATTER_NOT_FIRST: Code = Code::new("front-matter-not-first");
/// Keys at the top of the file or after a block that no `---` precedes. `found` (the first line).
pub const FRONT_MATTER_UNOPENED: Code = Code::new("front-matter-unopened");
/// A line break that we do not recognise; carries a fix. `found` (empty).
pub const FRONT_MATTER_LINE_BREAK: Code = Code::new("front-matter-line-break");
/// `<!-- … -->` between the fences, where it is not a comment. No arguments.
pub const HTML_COMMENT_IN_FRONT_MATTER: Code = Code::new("html-comment-in-front-matter");
/// A key that is one of ours but for its case, or that is near one that decides who may see the notice; carries a fix.
/// `key`, `nearest`.
pub const MISSPELT_KEY: Code = Code::new("misspelt-key");
/// The value of a key that decides who may see the notice is not understood. `key`, `found`, `expected`.
pub const UNCLEAR_VISIBILITY: Code = Code::new("unclear-visibility");
/// A list whose entries are parted by a full-width comma; carries a fix. `key`, `found`.
pub const WIDE_COMMA: Code = Code::new("wide-comma");
/// A key's value is no YAML. `key` (may be empty), `reason` (the YAML parser's words).
pub const FRONT_MATTER_UNREADABLE: Code = Code::new("front-matter-unreadable");
/// `date：…`: the colon after a key is full-width; carries a fix. `key`.
pub const FULL_WIDTH_COLON: Code = Code::new("full-width-colon");
/// A line of the front matter is indented by a tab; carries a fix. No arguments.
pub const TAB_INDENT: Code = Code::new("tab-indent");
/// A key is written twice (an alias counts as its key); related: the first place. `key`.
pub const DUPLICATE_KEY: Code = Code::new("duplicate-key");
/// A key we do not know. `key`, `nearest` (absent where nothing is near).
pub const UNKNOWN_KEY: Code = Code::new("unknown-key");
/// A date that the calendar does not have, or a text that is not a date. `key`, `found`.
pub const INVALID_DATE: Code = Code::new("invalid-date");
/// A masked date where a day is needed. `key`, `found`.
pub const MASKED_DATE: Code = Code::new("masked-date");
/// A kind outside the list. `found`, `expected` (the kinds joined by 、), `nearest` (absent where nothing is near).
pub const UNKNOWN_KIND: Code = Code::new("unknown-kind");
/// A status outside the vocabulary, in the front matter. `found`, `expected` (the labels joined by 、).
pub const UNKNOWN_STATUS: Code = Code::new("unknown-status");
/// A value of the wrong form. `key`, `found`, `expected` (a word for the form: `text`, `list`, `mapping`, `boolean`,
/// `number`, `slug`, `period`, `audience`, `round`, `anchor`, `withdrawn`).
pub const INVALID_VALUE: Code = Code::new("invalid-value");
/// ` #` cuts an unquoted value. `key`, `found` (what is left), `lost` (what is cut off).
pub const YAML_COMMENT_CUTS_VALUE: Code = Code::new("yaml-comment-cuts-value");
/// The front matter says something else than the text; related: the words in the text. `key`, `stated`, `found`.
pub const FRONT_MATTER_CONTRADICTS: Code = Code::new("front-matter-contradicts");
/// A date that a conversion damaged (`2024717日`). `found`.
pub const DAMAGED_DATE: Code = Code::new("damaged-date");
/// A `<!--` that is never closed: the text after it is shown. No arguments.
pub const UNCLOSED_COMMENT: Code = Code::new("unclosed-comment");
/// Words meant as a status that are outside the vocabulary, once a notice. `found` (the first of them), `title` (its
/// item's), `count` (how many items).
pub const UNKNOWN_STATUS_LABEL: Code = Code::new("unknown-status-label");
/// An item states two statuses that differ; related: the first. `title`, `first`, `second`.
pub const CONFLICTING_STATUS: Code = Code::new("conflicting-status");
/// Two readings of which headings are items, between which nothing decides. `count` and `first` (how many items, the
/// first one's words) of the one that was taken, `other` and `second` of the next best.
pub const UNCERTAIN_ITEMS: Code = Code::new("uncertain-items");

/// All of them, in the order above.
pub const ALL: [Code; 27] = [
    FRONT_MATTER_UNCLOSED,
    FRONT_MATTER_FENCE,
    FRONT_MATTER_FORMAT,
    FRONT_MATTER_NOT_FIRST,
    FRONT_MATTER_UNOPENED,
    FRONT_MATTER_LINE_BREAK,
    HTML_COMMENT_IN_FRONT_MATTER,
    MISSPELT_KEY,
    UNCLEAR_VISIBILITY,
    WIDE_COMMA,
    UNCLOSED_COMMENT,
    FRONT_MATTER_UNREADABLE,
    FULL_WIDTH_COLON,
    TAB_INDENT,
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    INVALID_DATE,
    MASKED_DATE,
    UNKNOWN_KIND,
    UNKNOWN_STATUS,
    INVALID_VALUE,
    YAML_COMMENT_CUTS_VALUE,
    FRONT_MATTER_CONTRADICTS,
    DAMAGED_DATE,
    UNKNOWN_STATUS_LABEL,
    CONFLICTING_STATUS,
    UNCERTAIN_ITEMS,
];
