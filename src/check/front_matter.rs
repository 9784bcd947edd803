//! Rules for findings about a file and its front matter, which the reader makes.

use super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::error("not-text")
        .fatal()
        .says("这个文件的编码读不出来（第 {offset} 字节起）", "unknown text encoding (from byte {offset} on)")
        .help("另存为 UTF-8 编码的纯文本", "save it as plain text in UTF-8")
        .because(
            "通报必须是 UTF-8、带 BOM 的 UTF-16 或能完整解码的 GB18030 文本。",
            "A notice is text in UTF-8, UTF-16 with a byte order mark, or GB18030 that decodes cleanly.",
        ),
    Rule::error("binary-file")
        .fatal()
        .says("这个文件不是文本（第 {offset} 字节是 0）", "not a text file (byte {offset} is 0)")
        .help("Word 文件先用 gongshi import 转换；附件不要用 .md 作扩展名", "convert a Word file with gongshi import; give attachments no .md extension")
        .because(
            "扩展名是 .md 的文件都当作通报读；含有 0 字节的是 Word 文档、图片一类的文件。",
            "Every .md file is read as a notice; one with NUL bytes is a Word document, a picture or the like.",
        ),
    Rule::error("file-unreadable")
        .fatal()
        .says("这个文件打不开：{reason}", "this file cannot be opened: {reason_en}")
        .because("只有能打开的文件才能读；看看路径和权限。", "Only a file that opens can be read; look at its path and permissions."),
    Rule::error("file-too-large")
        .fatal()
        .says("这个文件有 {size} MiB，超过 {limit} MiB", "this file has {size} MiB, more than {limit} MiB")
        .help("拆成几份，或者改作附件", "split it, or make it an attachment")
        .because("没有哪份通报有这么大；多半是别的文件用了 .md 作扩展名。", "No notice is that large; mostly another file has an .md extension."),
    Rule::warning("symlink-skipped")
        .says("这是符号链接，没有读", "this is a symbolic link and was not read")
        .help("把文件本身放进 content/", "put the file itself into content/")
        .because("content/ 里的链接一律不跟随，以免读到站点之外的文件。", "Links in content/ are not followed, lest files outside the site be read."),
    Rule::warning("folder-named-md")
        .says("这个文件夹的名字像一份通报", "this folder has the name of a notice")
        .help("文件夹的名字不要以 .md 结尾", "do not let its name end in .md")
        .because("以 .md 结尾的应当是通报文件；文件夹里的文件照常读取。", "What ends in .md should be a notice; the files in the folder are read as usual."),
    Rule::error("front-matter-unclosed")
        .fatal()
        .says("头部没有结束", "the front matter has no end")
        .label("从这一行“---”开始", "it begins with this “---”")
        .help("在头部最后一行之后另起一行写 ---", "write --- on a line of its own after the last key")
        .because(
            "文件以 --- 开头，就要再有一行 --- 结束头部；没有时，程序分不清哪里是头部、哪里是正文。",
            "A file that opens with --- closes its front matter with another ---; without it nobody can tell it from the text.",
        ),
    Rule::error("front-matter-fence")
        .fatal()
        .says("这一行应是三个半角减号 ---", "this line should be ---")
        .label("写的是“{found}”，头部没有起作用", "it is “{found}”, so the front matter has no effect")
        .because(
            "头部的第一行和最后一行必须正好是 ---（三个半角减号，前面没有空格）。写成破折号、多几个减号、缩进或代码块时，整个头部成了正文，draft、audience 也不起作用，所以不建站。",
            "Front matter opens and ends with a line that is exactly ---. With dashes of another kind or number, an indent or a block of code it becomes text, and draft or audience have no effect, so nothing is built.",
        ),
    Rule::error("front-matter-format")
        .fatal()
        .says("头部要写成 YAML，这里不是", "the front matter must be YAML, but this is not")
        .label("从“{found}”开始", "it begins with “{found}”")
        .help("用 --- 代替 +++ 或大括号，一行一个“键: 值”，如 title: 标题", "use --- instead of +++ or braces, and a line “key: value” for each key")
        .because(
            "只读 YAML 的头部。TOML（+++）和 JSON 的头部会成为正文，其中的 draft、audience 不起作用，所以不建站。",
            "Only YAML is read. A block in TOML (+++) or JSON becomes text, and draft or audience in it have no effect, so nothing is built.",
        ),
    Rule::error("front-matter-not-first")
        .fatal()
        .says("头部不在文件的开头，没有起作用", "the front matter is not at the top of the file and has no effect")
        .label("头部从这里开始", "it begins here")
        .help("删去或移走它前面的文字，让 --- 成为第一行", "move what precedes it, so that --- is the first line")
        .because(
            "头部前面只能有空行。前面有文字或注释时，头部成了正文，draft、audience 也不起作用，所以不建站。一个文件里只能有一个头部。",
            "Only blank lines may precede front matter. Behind text or a comment it becomes text itself, and draft or audience have no effect, so nothing is built. A file has one front matter.",
        ),
    Rule::error("front-matter-unopened")
        .fatal()
        .says("头部的键写在了头部之外，没有起作用", "keys outside the front matter have no effect")
        .label("从“{found}”开始", "from “{found}” on")
        .help("在这些键的前后各写一行 ---；头部已有 --- 的，把它们移进去", "put a line --- before and after these keys, or move them between the ones that are there")
        .because(
            "键只有写在两行 --- 之间才起作用；写在外面就成了正文，draft、audience 也被忽略，所以不建站。",
            "Keys count only between two lines ---; elsewhere they are text, and draft or audience have no effect, so nothing is built.",
        ),
    Rule::error("front-matter-line-break")
        .fatal()
        .says("这里的换行符不对，后面的一行没有读到", "unsupported line break, so the next line is not read")
        .help("另存为用 LF 或 CRLF 换行的文本", "save the file with LF or CRLF line ends")
        .because(
            "行尾要用 LF 或 CRLF。只有 CR（旧的苹果格式）或其他换行符时，几行连成一行，后面的键不起作用，所以不建站。",
            "Lines end with LF or CRLF. With CR alone or another separator several lines are one, and the keys behind it have no effect, so nothing is built.",
        ),
    Rule::error("html-comment-in-front-matter")
        .fatal()
        .says("头部里不能写 <!-- -->", "<!-- --> is not a comment in front matter")
        .label("会连同内容一起公开", "it would be published with what is in it")
        .help("头部的注释用 # 开头", "begin a comment in the front matter with #")
        .because(
            "头部是 YAML，注释以 # 开头；<!-- --> 在这里是值的一部分，会原样公开，所以不建站。",
            "Front matter is YAML, whose comments begin with #; <!-- --> is part of a value there and would be published, so nothing is built.",
        ),
    Rule::error("misspelt-key")
        .fatal()
        .says("键“{key}”应写作“{nearest}”", "the key “{key}” should be “{nearest}”")
        .because(
            "键名区分大小写。写错的 draft、audience、withdrawn 不起作用，草稿和内部通报就会公开，所以不建站。",
            "Keys are case-sensitive. A misspelt draft, audience or withdrawn has no effect, and a draft or an internal notice would be published, so nothing is built.",
        ),
    Rule::error("unclear-visibility")
        .fatal()
        .says("“{key}”的值“{found}”看不懂，应是{expected}", "“{key}: {found}” is not understood; it should be {expected}")
        .because(
            "draft、audience、withdrawn 决定通报给谁看；值看不懂时不建站，以免公开了不该公开的。",
            "draft, audience and withdrawn decide who may see a notice; where a value is not understood nothing is built, lest something be published that must not be.",
        ),
    Rule::warning("wide-comma")
        .says("“{key}”的列表里用了全角的“{found}”", "the list “{key}” contains a full-width “{found}”")
        .because("YAML 的列表用半角的 [ ] 和逗号分隔，如 [甲, 乙]。", "Lists in YAML are written with ASCII brackets and commas: [a, b]."),
    Rule::error("unclosed-comment")
        .says("注释没有结束，后面的文字都会公开", "the comment is not closed, so the text after it is published")
        .label("从这里的“<!--”开始", "it begins with this “<!--”")
        .help("在注释的末尾写 -->", "write --> where the comment ends")
        .because(
            "注释写在 <!-- 和 --> 之间。没有 --> 时它就是普通的文字，照样显示在网页上、能被检索到，也照样受检查。",
            "A comment is between <!-- and -->. Without --> it is text like any other: shown, searched and checked.",
        ),
    Rule::error("front-matter-unreadable")
        .fatal()
        .says("头部读不出来：{reason}", "the front matter cannot be read: {reason}")
        .help("值里有冒号、引号、方括号时，用英文引号把整个值括起来", "put a value with colons, quotes or brackets in quotation marks")
        .because(
            "头部是 YAML：一行一个“键: 值”，列表写作 [甲, 乙]。读不出来的头部不能建站，以免发布错误的信息。",
            "The front matter is YAML: a “key: value” a line, lists as [a, b]. With an unreadable one nothing is built, lest wrong facts be published.",
        ),
    Rule::error("full-width-colon")
        .says("冒号应为半角“:”", "the colon after a key must be the ASCII “:”")
        .label("这里是全角“：”，YAML 读不出键名", "this is the full-width “：”, so YAML sees no key")
        .because(
            "头部里“键: 值”的冒号必须是半角，后面空一格；写成全角时整行成了一段普通文字，键和值都读不出来。",
            "YAML needs an ASCII colon and a blank between a key and its value; a full-width one turns the line into plain text.",
        ),
    Rule::error("tab-indent")
        .says("缩进用了制表符", "indented by a tab")
        .label("YAML 的缩进只能用空格", "YAML indents with blanks only")
        .because("YAML 不允许用制表符缩进；换成两个空格。", "YAML does not allow tabs for indentation; use two blanks."),
    Rule::error("duplicate-key")
        .says("“{key}”写了两次", "duplicate key “{key}”")
        .help("只留一处", "keep one of them")
        .because("同一个键（或它的中文别名）只能写一次；重复时以第一处为准。", "A key (or its Chinese alias) may be written once; of two, the first counts."),
    Rule::warning("unknown-key")
        .says("不认识的键“{key}”", "unknown key “{key}”")
        .help("是不是“{nearest}”？", "did you mean “{nearest}”?")
        .because(
            "不认识的键不起作用，值只留给模板使用。多半是拼写错误。",
            "A key we do not know has no effect, its value is left to templates. Mostly it is misspelt.",
        ),
    Rule::error("invalid-date")
        .says("“{key}”的日期“{found}”读不出来，或日历上没有", "“{key}: {found}” is not a date, or not in the calendar")
        .help("写作 2025-03-14", "write it as 2025-03-14")
        .because("日期写作 2025-03-14 或 2025年3月14日，且必须是日历上有的日子。", "Dates are written 2025-03-14 or 2025年3月14日 and must exist in the calendar."),
    Rule::warning("masked-date")
        .says("“{key}”的日期“{found}”已隐去，不能用来排序和检索", "the date “{key}: {found}” is masked, so the notice cannot be sorted or found by it")
        .because("隐去的日期（202X年）照样显示，但不参与排序、统计和检索。", "A masked date (202X年) is shown, but not used for sorting, statistics and search."),
    Rule::error("unknown-kind")
        .says("不认识的文种“{found}”", "unknown kind “{found}”")
        .help("文种只有：{expected}", "kinds are: {expected}")
        .because("文种决定有没有问题清单和整改状态，只能取规定的几种。", "The kind decides whether a notice has items and a status; only the listed ones exist."),
    Rule::error("unknown-status")
        .says("不认识的整改状态“{found}”", "unknown status “{found}”")
        .help("可以写：{expected}", "statuses are: {expected}")
        .because("头部的 status 只能取规定的几种状态。", "The status in the front matter is one of the vocabulary."),
    Rule::error("invalid-value")
        .says("“{key}”的值“{found}”不对，应是{expected}", "“{key}: {found}” should be {expected}")
        .because("每个键的值有规定的形式：文字、列表、对照表、是否、数字等。", "Each key has a value of a certain form: text, list, mapping, boolean, number and so on."),
    Rule::warning("yaml-comment-cuts-value")
        .says("“{key}”的值在“#”处被截断，丢了“{lost}”", "“#” cuts off the value of “{key}”; “{lost}” is lost")
        .help("用引号把整个值括起来", "put the whole value in quotation marks")
        .because("YAML 里空格加 # 表示注释，后面的文字不算值。", "In YAML a blank and # begin a comment; the words after it are not part of the value."),
    Rule::warning("front-matter-contradicts")
        .says("头部的“{key}”是“{stated}”，正文写的是“{found}”", "the front matter says “{key}: {stated}”, the text “{found}”")
        .help("以头部为准；请核对哪一处对", "the front matter counts; check which of them is right")
        .because("头部和正文说法不一，读者会看到两个答案。", "Where front matter and text differ, readers see two answers."),
    Rule::error("damaged-date")
        .says("日期“{found}”残缺", "the date “{found}” is damaged")
        .help("补全年、月、日", "restore year, month and day")
        .because("转换时丢了字的日期（2024717日）不能猜，只能补。", "A date that lost characters in conversion (2024717日) cannot be guessed, only restored."),
    Rule::warning("unknown-status-label")
        .says(
            "有 {count} 项问题的整改状态不是规定的说法，如“{title}”写的“{found}”",
            "{count} items have a status outside the vocabulary, such as “{found}” of “{title}”",
        )
        .help("写作 已完成、阶段性完成、正在整改、长期坚持 或 未完成", "write 已完成, 阶段性完成, 正在整改, 长期坚持 or 未完成")
        .because(
            "状态要单独写，不带别的话。不认识的状态按“未注明”统计，网页上仍显示原文。",
            "A status is written by itself. One outside the vocabulary counts as unstated; pages show the words all the same.",
        ),
    Rule::warning("conflicting-status")
        .says("“{title}”写了两种整改状态：“{first}”和“{second}”", "“{title}” states two statuses: “{first}” and “{second}”")
        .help("只留现在的一种", "keep the one that holds now")
        .because("两处说法不一，程序不替通报选择，按“未注明”统计。", "Where two places differ none is chosen: the item counts as unstated."),
    Rule::warning("uncertain-items")
        .says(
            "哪些标题是问题，有两种读法：{count} 项（“{first}”等），还是 {other} 项（“{second}”等）？",
            "which headings are problems? {count} (“{first}” …) or {other} (“{second}” …)",
        )
        .help(
            "在每个问题下写一行“整改状态：…”，或写作“关于……的问题”，或在开头写明共有多少个问题",
            "write a line 整改状态：… under each problem, or 关于…的问题 as its title, or say at the start how many problems there are",
        )
        .because(
            "两种读法证据相当时，程序不替通报选择：问题显示为“待确认”，不计入统计。",
            "Where the evidence is even, none is chosen: the items are shown as 待确认 and are not counted.",
        ),
];
