//! Rules for findings in `site.yaml`, which are made while it is parsed.

use super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::error("site-unreadable")
        .fatal()
        .says("站点设置读不出来：{reason}", "the settings cannot be read: {reason}")
        .because(
            "site.yaml 每行一项“设置: 值”，冒号是半角，后面空一格；值里有“: ”“#”或引号时，整个值加引号。",
            "site.yaml has one “setting: value” a line, with a blank behind the colon; a value that contains “: ”, “#” or quotation marks is quoted as a whole.",
        ),
    Rule::error("unknown-setting")
        .fatal()
        .says("不认识的设置“{key}”", "unknown setting “{key}”")
        .help("是不是“{nearest}”？", "did you mean “{nearest}”?")
        .because(
            "写错的设置不会生效，所以不往下做。gongshi init 写的 site.yaml 列出全部设置和它们的中文键。",
            "A misspelt setting has no effect, so nothing goes on. The site.yaml that gongshi init writes lists them all.",
        ),
    Rule::error("duplicate-setting")
        .fatal()
        .says("设置“{key}”写了两次", "duplicate setting “{key}”")
        .help("只留一处", "keep one of them")
        .because("同一项（中文键和英文键是同一项）只能写一次。", "A setting is written once, be it by its English or its Chinese key."),
    Rule::error("invalid-setting")
        .fatal()
        .says("“{key}”的值“{found}”不对，应是{expected}", "“{key}: {found}” should be {expected}")
        .because("每一项设置的值有规定的形式。", "Each setting has a value of a certain form."),
    Rule::error("duplicate-slug")
        .fatal()
        .says("slug “{slug}”已经用于“{other}”", "the slug “{slug}” is also used by “{other}”")
        .help("给其中一个换一个 slug", "give one of them another slug")
        .because("slug 是网址里的一段；两个单位（或轮次）相同，就会共用一个网页。", "The slug is a part of the address; two units or rounds with the same one would share a page."),
    Rule::error("duplicate-name")
        .fatal()
        .says("名称“{name}”已经用于“{other}”", "the name “{name}” is also used by “{other}”")
        .help("只在一处写这个名称；改了名的单位写在 predecessors", "keep it in one place; former names belong in “predecessors”")
        .because("名录里一个名称只能指一个单位（或轮次）。", "A name in the register means one unit or round."),
];
