//! What can be wrong with a file as such and with its front matter.

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::error("full-width-colon")
        .says("冒号应为半角“:”", "the colon after a key must be the ASCII “:”")
        .label("这里是全角“：”，YAML 读不出键名", "this is the full-width “：”, so YAML sees no key")
        .because(
            "头部里“键: 值”的冒号必须是半角，后面空一格；写成全角时整行成了一段普通文字，键和值都读不出来。",
            "Between a key and its value YAML wants an ASCII colon and a blank; a full-width one turns the line into plain text.",
        ),
];
