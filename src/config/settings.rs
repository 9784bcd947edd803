//! The table of settings: one row for each key of `site.yaml`. It drives parsing, suggestions, the reference, and the
//! file that `init` writes.

use super::language::Phrase;

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub enum SettingForm {
    /// Words.
    Text,
    /// An address of the web; a `/` is put at its end.
    WebAddress,
    /// An address of the site, or one of the web, of mail or of a telephone.
    Link,
    /// `zh-CN` or `en`.
    Language,
    /// `+08:00`
    Offset,
    /// A colour such as `#123f5a`, dark enough for text.
    Colour,
    /// A day.
    Day,
    /// The name of a folder, without separators.
    FolderName,
    /// Lower-case letters, digits and hyphens.
    Slug,
    /// A whole number in a range, and the name of that range for messages.
    Count(u64, u64, &'static str),
    /// `true` or `false`
    Flag,
    /// `public` or `intranet`
    Audience,
    /// A list of words.
    Names,
    /// A list of mappings with these keys, the first of which is required, and the name of that form for messages.
    Records(&'static [Setting], &'static str),
    /// A mapping of free names to mappings with these keys.
    Named(&'static [Setting]),
    /// A mapping of rules to severities.
    Severities,
}

impl SettingForm {
    /// Name of the form in findings; reports translate it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::WebAddress => "web-address",
            Self::Link => "link",
            Self::Language => "language",
            Self::Offset => "offset",
            Self::Colour => "colour",
            Self::Day => "date",
            Self::FolderName => "folder-name",
            Self::Slug => "slug",
            Self::Flag => "boolean",
            Self::Audience => "audience",
            Self::Names => "list",
            Self::Named(_) => "targets",
            Self::Severities => "severities",
            Self::Count(_, _, name) | Self::Records(_, name) => name,
        }
    }

    /// The keys of each record, where the value holds records.
    pub const fn fields(&self) -> &'static [Setting] {
        match self {
            Self::Records(fields, _) | Self::Named(fields) => fields,
            Self::Text
            | Self::WebAddress
            | Self::Link
            | Self::Language
            | Self::Offset
            | Self::Colour
            | Self::Day
            | Self::FolderName
            | Self::Slug
            | Self::Count(..)
            | Self::Flag
            | Self::Audience
            | Self::Names
            | Self::Severities => &[],
        }
    }
}

/// A key of `site.yaml`.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key.
    pub name: &'static str,
    /// The Chinese key that is accepted for it.
    pub zh: &'static str,
    /// The form of its value.
    pub form: SettingForm,
    /// Purpose of the key.
    pub doc: Phrase,
    /// A value, as `init` shows it; lines below the first are indented by two blanks.
    pub example: &'static str,
}

const fn row(name: &'static str, zh: &'static str, form: SettingForm, doc: Phrase, example: &'static str) -> Setting {
    Setting { name, zh, form, doc, example }
}

use SettingForm::{
    Audience, Colour, Count, Day, Flag, FolderName, Language, Link, Named, Names, Offset, Records, Severities, Slug,
    Text, WebAddress,
};

const MONTHS: SettingForm = Count(1, 120, "months");

/// All keys of `site.yaml`, in the order `init` writes them.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    row("title", "站点名称", Text, Phrase::new("站点的名称", "the site’s name"), "整改公示"),
    row("description", "站点说明", Text, Phrase::new("一句话说明本站公开什么", "one sentence on what the site publishes"), "公开巡察整改情况，接受社会监督"),
    row("owner", "主管单位", Text, Phrase::new("主管单位", "the authority above the organizer"), "某市纪委监委"),
    row("organizer", "主办单位", Text, Phrase::new("主办单位", "who runs the site"), "某市委巡察办"),
    row("base_url", "网址", WebAddress, Phrase::new("发布后的网址；写了才会有站点地图和规范链接", "the address it is served at; without it there is no sitemap and no canonical link"), "https://gongshi.example.invalid/"),
    row("id", "站点标识", Text, Phrase::new("订阅、数据和发布目标凭它认出本站，第一次发布以前写定；不写就由网址或名称得出", "by which feeds, data and targets know the site; choose it before the first publication; made from the address or title if absent"), "moushi-gongshi"),
    row("language", "语言", Language, Phrase::new("网页和消息的语言：zh-CN 或 en", "the language of pages and messages: zh-CN or en"), "zh-CN"),
    row("place", "所在地", Text, Phrase::new("所在地，用来区分各地的“第五轮”", "the place that tells one city’s fifth round from another’s"), "云江"),
    row("utc_offset", "时区", Offset, Phrase::new("时区", "the time zone"), "\"+08:00\""),
    row("theme", "主题", FolderName, Phrase::new("themes/ 里的主题", "a theme in themes/"), "default"),
    row("accent", "主题色", Colour, Phrase::new("链接和按钮的颜色；深色界面里的由它变浅得出，与底色的对比不到 4.5:1 的不收", "the colour of links and buttons; the one for dark screens is derived from it, and a contrast below 4.5:1 is refused"), "\"#123f5a\""),
    row("logo", "徽标", Text, Phrase::new("站点名称前面的图，写 content/static/ 里的文件名", "the picture before the site’s name: a file in content/static/"), "logo.svg"),
    row("share_image", "分享图", Text, Phrase::new("转发链接时显示的图，写 content/static/ 里的文件名；要先写 base_url", "the picture shown where a link is shared: a file in content/static/; needs base_url"), "share.png"),
    row("navigation", "导航", Records(LINK, "links"), Phrase::new("主导航；不写就用自带的八项", "the main navigation; the eight built-in entries if absent"), "\n  - title: 全部通报\n    url: notices/\n  - title: 市政府门户\n    url: https://www.example.invalid/"),
    row("footer_links", "页脚链接", Records(LINK, "links"), Phrase::new("页脚里另加的链接", "more links in the footer"), "\n  - title: 监督举报\n    url: https://www.example.invalid/jubao/"),
    row("banner", "横幅", Text, Phrase::new("每页顶上的一句话", "a sentence at the top of every page"), "征求意见期内，欢迎反映问题线索"),
    row("banner_from", "横幅开始", Day, Phrase::new("横幅从哪一天起显示", "the first day the banner is shown"), "2025-03-01"),
    row("banner_until", "横幅结束", Day, Phrase::new("横幅显示到哪一天", "the last day the banner is shown"), "2025-03-31"),
    row("page_size", "每页条数", Count(1, 1000, "page-size"), Phrase::new("列表每页有几条", "how many rows a list has on a page"), "50"),
    row("contact", "联系方式", Text, Phrase::new("联系方式，写在每页末尾", "a contact, shown at the foot of each page"), "0999-5550100"),
    row("icp", "备案号", Text, Phrase::new("ICP 备案号", "the ICP record"), "某ICP备00000000号"),
    row("police_record", "公安备案号", Text, Phrase::new("公安备案号", "the record at the public security bureau"), "某公网安备00000000000000号"),
    row("site_id_code", "网站标识码", Text, Phrase::new("政府网站标识码", "the identification code of a government site"), "0000000000"),
    row("term_months", "公开期限", MONTHS, Phrase::new("反馈后几个月内应当公开；不写就不查", "within how many months after the feedback a notice is due; not checked if absent"), "6"),
    row("units", "单位名录", Records(UNIT, "records"), Phrase::new("单位名录：别名归到一个页面，曾用名的页面与它互相链接", "the register of units: aliases lead to one page, pages of former names and this one link to each other"), "\n  - name: 某市总工会\n    slug: zonggonghui\n    aliases: [市总工会]\n    predecessors: []\n    parent: 某市\n    place: 云江"),
    row("rounds", "轮次名录", Records(ROUND, "rounds"), Phrase::new("轮次名录", "the register of rounds"), "\n  - key: 云江市委/5届/3\n    label: 五届市委第三轮巡察\n    slug: 5-3\n    aliases: []\n    term_months: 6"),
    row("severities", "规则轻重", Severities, Phrase::new("检查规则的轻重：error、warning、note，或 null（不查）", "severities of rules: error, warning, note, or null for off"), "\n  trailing-space: null"),
    row("targets", "发布目标", Named(TARGET), Phrase::new("gongshi publish 发布到哪里；path 是本机或共享文件夹，rsync 是 用户@主机:文件夹", "where gongshi publish sends the site; path is a folder, rsync is user@host:folder"), "\n  intranet:\n    path: /srv/gongshi\n    audience: intranet\n    precompress: false"),
    row("editor", "编辑器", Text, Phrase::new("serve 里点行号用什么打开：vscode、vscodium、jetbrains、notepad++、none（不打开），或一个链接，{path} 和 {line} 会代入", "what opens at a line number in serve: vscode, vscodium, jetbrains, notepad++, none, or a link with {path} and {line}"), "vscode"),
];

/// The keys of a link.
#[rustfmt::skip]
const LINK: &[Setting] = &[
    row("title", "名称", Text, Phrase::new("显示的文字", "the words shown"), "全部通报"),
    row("url", "网址", Link, Phrase::new("本站的地址，如 units/，或 http、https 网址", "an address of the site such as units/, or one of the web"), "notices/"),
];

/// The keys of a unit in the register.
#[rustfmt::skip]
const UNIT: &[Setting] = &[
    row("name", "名称", Text, Phrase::new("正式名称", "the canonical name"), "某市总工会"),
    row("slug", "网址段", Slug, Phrase::new("网址里的一段", "its part of the address"), "zonggonghui"),
    row("aliases", "别名", Names, Phrase::new("别的写法，包括简称", "other ways to write it, short forms included"), "[市总工会]"),
    row("predecessors", "前身", Names, Phrase::new("曾用名和并入的单位", "former names, and units merged into it"), "[某市工会联合会]"),
    row("parent", "上级", Text, Phrase::new("上级单位", "the unit above it"), "某市"),
    row("place", "所在地", Text, Phrase::new("轮次所用的所在地", "the place its rounds are keyed by"), "云江"),
];

/// The keys of a round in the register.
#[rustfmt::skip]
const ROUND: &[Setting] = &[
    row("key", "代号", Text, Phrase::new("轮次的代号，照数据文件里 round_key 一列写", "the key of the round, as in the column round_key of the data files"), "云江市委/5届/3"),
    row("label", "名称", Text, Phrase::new("网页上的名称", "the label that pages show"), "五届市委第三轮巡察"),
    row("slug", "网址段", Slug, Phrase::new("网址里的一段", "its part of the address"), "yunjiang-5-3"),
    row("aliases", "别名", Names, Phrase::new("别的名称", "other labels"), "[市委第三轮巡察]"),
    row("term_months", "公开期限", MONTHS, Phrase::new("几个月内应当公开", "within how many months a notice is due"), "6"),
];

/// The keys of a target of `publish`.
#[rustfmt::skip]
const TARGET: &[Setting] = &[
    row("path", "文件夹", Text, Phrase::new("本机或共享的文件夹", "a local or mounted folder"), "/srv/gongshi"),
    row("rsync", "远程", Text, Phrase::new("用户@主机:文件夹", "user@host:folder"), "gongshi@host.example.invalid:/srv/gongshi"),
    row("audience", "范围", Audience, Phrase::new("给谁看", "who it is for"), "intranet"),
    row("precompress", "预压缩", Flag, Phrase::new("旁边另放压缩好的文件", "whether compressed files are put beside the texts"), "true"),
    row("allow_non_atomic", "可不一步切换", Flag, Phrase::new("做不到一步切换的地方（如 Windows）也发布，切换的瞬间读者可能看到空白", "whether to publish where nothing switches in one step, as on Windows, so that readers may find nothing for a moment"), "true"),
];

/// The row of a key, in English or Chinese.
pub fn find<'a>(settings: &'a [Setting], key: &str) -> Option<&'a Setting> {
    settings.iter().find(|setting| setting.name == key || setting.zh == key)
}

/// Whether `site.yaml` has this key at any level.
pub fn is_known(key: &str) -> bool {
    let fields = SETTINGS.iter().flat_map(|setting| setting.form.fields());
    SETTINGS.iter().chain(fields).any(|setting| setting.name == key || setting.zh == key)
}

/// The key most similar to `key`, in English or Chinese, if it is similar enough to be meant.
pub fn nearest(settings: &[Setting], key: &str) -> Option<&'static str> {
    let lower = key.to_lowercase().replace('-', "_");
    let names = settings.iter().flat_map(|setting| [setting.name, setting.zh]);
    let near = names.map(|name| (strsim::damerau_levenshtein(&lower, name), name));
    let (distance, name) = near.min()?;
    let length = name.chars().count();
    (distance <= (length / 3).max(1) && distance < length).then_some(name)
}

/// Title in the template of an English site.
const TITLE_EN: &str = "Rectification notices";

/// A `site.yaml` with every key and its purpose. All are commented out except the title, and in English the language.
pub fn template(language: super::Language) -> String {
    let mut text = String::from(language.pick(
        "# 站点设置。每一项都可以不写；去掉行首的 # 就生效。键也可以写中文（写在括号里）。\n",
        "# Settings of the site. All are optional; take away the “# ” at the start of a line to use it.\n",
    ));
    for setting in SETTINGS {
        let Setting { name, zh, doc, example, .. } = setting;
        let doc = doc.in_language(language);
        text.push_str(&language.pick(format!("\n# {doc}（{zh}）\n"), format!("\n# {doc}\n")));
        let (mark, example) = match (*name, language) {
            ("title", super::Language::En) => ("", TITLE_EN),
            ("language", super::Language::En) => ("", "en"),
            ("title", super::Language::Zh) => ("", *example),
            _ => ("# ", *example),
        };
        let blank = if example.starts_with('\n') { "" } else { " " };
        for line in format!("{name}:{blank}{example}").lines() {
            text.push_str(&format!("{mark}{line}\n"));
        }
    }
    text
}
