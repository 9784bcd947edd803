//! What can be wrong between notices, and between releases; the archive and the doors find it.

use super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::error("duplicate-id")
        .fatal()
        .says("id “{id}”与 {other} 重复", "the id “{id}” is that of {other}, too")
        .help("给其中一份换一个 id", "give one of them another id")
        .because("id 决定网页地址，两份通报不能相同。", "The id makes the address, so no two notices share one."),
    Rule::error("duplicate-address")
        .fatal()
        .says("地址“{address}”已被 {other} 占用", "the address “{address}” is taken by {other}")
        .help("改掉 aliases 里的这一项，或给其中一份换 id、slug", "change this alias, or the id or slug of one of them")
        .because("一个地址只能有一个网页。", "An address has one page."),
    Rule::error("address-in-use")
        .fatal()
        .says("地址“{address}”是网站自己要用的", "the site itself uses the address “{address}”")
        .help("换一个地址或文件名", "choose another address or file name")
        .because(
            "content/static/ 里的文件和 aliases 里的旧地址，都不能占用网站自动生成的网页、数据和样式文件的地址；只有 robots.txt 可以自备。",
            "Neither a file of content/static/ nor an old address in “aliases” may take the address of a page, data file or style sheet that the site makes; only robots.txt may be brought along.",
        ),
    Rule::error("follows-unknown")
        .says("follows 所指的“{id}”不存在", "there is no notice “{id}” to follow")
        .help("写上一份通报的 id", "write the id of the earlier notice")
        .because("follows 写的是这份通报所接续的上一份的 id。", "“follows” names the id of the notice that this one continues."),
    Rule::error("follows-cycle")
        .says("follows 绕成了圈：“{id}”又接续到这一份", "“follows” leads in a circle: “{id}” continues this one")
        .because("通报依次接续，不能首尾相连。", "Notices continue each other in a line, never in a circle."),
    Rule::error("dead-link")
        .says("链接“{target}”指向的文件不存在", "the link “{target}” leads nowhere")
        .because(
            "站内链接和图片必须存在。通报之间的链接写对方的文件名，附件放在通报旁边。",
            "Links and images inside the site must exist. Link a notice by its file, and keep attachments beside the notice.",
        ),
    Rule::error("address-lost")
        .says("上一次发布的地址“{address}”没有了", "the address “{address}” of the last release is gone")
        .help("在新的通报里写 aliases（或 item_aliases），或写 withdrawn 撤回", "name it in “aliases” (or “item_aliases”), or withdraw the notice")
        .because("公开过的地址不能无声消失：旧链接、引文都指向它。", "A published address never vanishes silently: links and citations point to it."),
    Rule::warning("unknown-rule")
        .says("没有“{code}”这条规则", "there is no rule “{code}”")
        .help("是不是“{nearest}”？", "did you mean “{nearest}”?")
        .because("site.yaml 的 severities 和放行注释里只能写存在的规则；gongshi explain 列出全部。", "Severities in site.yaml and waivers name rules that exist; “gongshi explain” lists them."),
    Rule::warning("unused-waiver")
        .says("放行“{rule}”没有放行任何问题", "the waiver of “{rule}” waives nothing")
        .help("删去这条注释", "delete the comment")
        .because(
            "<!-- ok: 规则 原因 --> 放行本行；单独成行时放行下一个非空行；头部里写 # ok: 规则 原因。问题改好之后，放行也应删去，以免日后掩盖新的问题。",
            "<!-- ok: rule reason --> waives its own line, or alone on a line the next one that is not empty; in front matter it is # ok: rule reason. Delete it once the cause is gone, lest it hide a new one.",
        ),
    Rule::warning("waiver-in-table")
        .says("放行注释把表格断成了两截", "the waiver cuts the table in two")
        .help("把注释写进那一行的最后一格里", "write the comment into the last cell of the row it is for")
        .because(
            "表格的行要连着写，中间单独成行的注释会使后面的行不再是表格。",
            "The rows of a table follow each other; after a comment on a line of its own the rest is no table any more.",
        ),
    Rule::warning("waiver-without-reason")
        .says("放行“{rule}”没有写原因", "the waiver of “{rule}” gives no reason")
        .help("写作 <!-- ok: {rule} 原因 -->", "write <!-- ok: {rule} reason -->")
        .because("放行要让后来的人知道为什么。", "A waiver tells those who come later why."),
];
