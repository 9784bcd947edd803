//! Rules for findings between notices and between releases. The archive, the plan and publishing make these findings.

use super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::error("duplicate-id")
        .fatal()
        .says("id “{id}”与 {other} 重复", "the id “{id}” is also used by {other}")
        .help("给其中一份换一个 id", "give one of them another id")
        .because("id 决定网页地址，两份通报不能相同。", "The id makes the address, so no two notices share one."),
    Rule::error("duplicate-address")
        .fatal()
        .says("地址“{address}”已被 {other} 占用", "the address “{address}” is already used by {other}")
        .help("改掉 aliases 里的这一项，或给其中一份换 id、slug 或文件名", "change this alias, or the id, slug or file name of one of them")
        .because(
            "一个地址只能有一个网页。只差大小写也算同一个：在 Windows 上它们是同一个文件。",
            "An address has one page. Addresses that differ only in case count as one, because on Windows they are one file.",
        ),
    Rule::error("unusable-address")
        .fatal()
        .says("旧地址“{address}”不能用", "the old address “{address}” cannot be used")
        .help("写成网站内的路径，如 old/1234.html", "write a path within the site, such as old/1234.html")
        .because(
            "aliases 里的旧地址是网站之内的路径：不能用 .. 走到网站外面，不能写网址、盘符，也不能含 Windows 的文件名里不能有的字（? * | < > \" : 和 con、aux 等设备名）、# 或控制字符。",
            "An old address is a path within the site: it may not leave it by .., hold a scheme or drive, or contain #, control characters or what Windows allows in no file name (? * | < > \" : and names of devices such as con and aux).",
        ),
    Rule::error("address-in-use")
        .fatal()
        .says("地址“{address}”是网站自己要用的", "the site itself uses the address “{address}”")
        .help("换一个地址或文件名", "choose another address or file name")
        .because(
            "content/static/ 里的文件和 aliases 里的旧地址，都不能占用网站自动生成的网页、数据和样式文件的地址；只有 robots.txt 可以自备。",
            "Neither a file of content/static/ nor an old address in “aliases” may take the address of a page, data file or style sheet that the site makes; only robots.txt may be brought along.",
        ),
    Rule::error("dead-setting-link")
        .says("{key} 写的“{target}”，网站里没有", "{key} links to “{target}”, which does not exist in the site")
        .help(
            "核对地址；图片放在 content/static/ 里，写它在网站上的地址，如 logo: logo.png",
            "see whether the address is right; put pictures into content/static/ and write their address in the site, such as logo: logo.png",
        )
        .because(
            "site.yaml 的 logo、share_image、navigation 和 footer_links 出现在每一页上，写错了，每一页都有打不开的链接或图片。",
            "Every page shows the logo, navigation and footer links of site.yaml; a wrong address breaks a link or picture on each of them.",
        ),
    Rule::error("follows-unknown")
        .says("follows 所指的“{id}”不存在", "there is no notice “{id}” to follow")
        .help("写上一份通报的 id", "write the id of the earlier notice")
        .because("follows 写的是这份通报所接续的上一份的 id。", "“follows” names the id of the notice that this one continues."),
    Rule::error("follows-cycle")
        .says("follows 绕成了圈：“{id}”又接续到这一份", "“follows” is circular: “{id}” continues this notice")
        .because("通报依次接续，不能首尾相连。", "Notices continue each other in a line, never in a circle."),
    Rule::warning("follows-twice")
        .says("“{other}”也写明接续“{id}”，这一份按日期排在“{other}”之后", "“{other}” also follows “{id}”; by date, this notice is treated as following “{other}”")
        .help("如果属实，改为 follows: {other}", "if that is right, write follows: {other}")
        .because("一份通报之后只能接续一份，否则同一个问题会被统计两次。", "One notice follows another in a line; otherwise a problem would be counted twice."),
    Rule::warning("item-follows-unknown")
        .says("“{id}”里没有唯一的“{number}”这一项", "“{id}” has no item “{number}”, or more than one")
        .help("写编号；不同部分编号重复时写全部各级编号，如 二/3；没有编号时写标题", "write its number; where numbers repeat, all of them (二/3); where it has none, its title")
        .because("item_follows 说明本通报的哪一项接续上一份通报的哪一项，写不准就无从接续。", "“item_follows” says which item continues which item of the notice before; both must be there."),
    Rule::note("follow-up-steps")
        .says("发布后，页面会这样比较这一份与上一份《{title}》：{steps}", "pages will compare this notice with the previous one, “{title}”: {steps_en}")
        .because("后续通报会改变上一份通报和每个问题的页面。发布之前请核对：未再列出的不等于完成，退回和新列的要有交代。", "A follow-up changes what pages say about the notice before and its problems. Check it before it is published: not listed does not mean done."),
    Rule::note("unsure-item-match")
        .says("“{item}”可能接续上一份的“{earlier}”，标题相近，页面上标为“待确认”", "“{item}” may continue “{earlier}” of the previous notice; pages show the match as unconfirmed")
        .help("如果属实，在头部加一行 {line}", "if that is right, add the line {line} to the front matter")
        .because("同一问题前后标题不同时，程序只能按相近程度猜测，需要由人确认。", "Where one problem has different titles, the program can only guess by their likeness; a person has to confirm."),
    Rule::note("item-maybe-joined")
        .says("上一份的“{earlier}”可能并入了“{item}”，页面上写作“未再列出”", "“{earlier}” of the previous notice may have been joined into “{item}”; pages show it as no longer listed")
        .because("几个问题合成一个时，程序只接续其中一个。合并的情况请在正文里写明。", "Where several problems are joined into one, the program continues one of them. Say in the text that they were joined."),
    Rule::note("possible-follow-up")
        .says("同一单位同一轮次还有更早的通报《{title}》，没有写明接续关系", "no notice follows “{title}”, an older notice of the same unit and round")
        .help("如果是它的后续，在头部加一行 {line}", "if this one follows it, add the line {line} to the front matter")
        .because("写明接续关系之后，每个问题的前后变化才能连起来，统计也不会重复。", "Only with “follows” can the history of each problem be shown, and no problem is counted twice."),
    Rule::error("dead-link")
        .says("链接“{target}”指向的文件不存在", "the link “{target}” leads to no existing file or page")
        .because(
            "站内链接和图片必须存在。通报之间的链接写对方的文件名，附件放在通报旁边。",
            "Links and images inside the site must exist. Link a notice by its file, and keep attachments beside the notice.",
        ),
    Rule::warning("active-attachment")
        .says("“{target}”里可以有脚本，读者打开时以本站的名义运行", "“{target}” may contain a script, which runs in the name of the site when a reader opens it")
        .help("图片换成 PNG 或 JPEG，网页换成 PDF，或者把内容写进通报", "make a picture PNG or JPEG and a page PDF, or write the content into the notice")
        .because(
            "网页和 SVG 作附件时原样发布。里面的脚本能做本站网页能做的一切，例如显示假的通报；别处得来的文件尤其要当心。",
            "Pages and SVG are published as they are. A script in them can do whatever a page of the site can, such as show a false notice; be careful with files from elsewhere.",
        ),
    Rule::error("address-lost")
        .says("上一次发布的地址“{address}”没有了", "the address “{address}” of the last release no longer exists")
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
        .says("放行注释把表格断成了两截", "the waiver splits the table into two")
        .help("把注释写进那一行的最后一格里", "write the comment into the last cell of the row it is for")
        .because(
            "表格的行要连着写，中间单独成行的注释会使后面的行不再是表格。",
            "The rows of a table follow each other; after a comment on a line of its own the rest is not part of the table.",
        ),
    Rule::warning("waiver-without-reason")
        .says("放行“{rule}”没有写原因", "the waiver of “{rule}” gives no reason")
        .help("写作 <!-- ok: {rule} 原因 -->", "write <!-- ok: {rule} reason -->")
        .because("放行要让后来的人知道为什么。", "A waiver tells those who come later why."),
];
