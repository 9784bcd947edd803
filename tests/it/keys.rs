//! The law of keys: equal keys, equal bytes. Everything a site is made from is disturbed, one thing at a time; what
//! keeps its key must be made to the same bytes, and the fingerprint of all inputs must differ where any byte does.

use std::collections::BTreeMap;

use gongshi::archive::{Address, Options};
use gongshi::config::{Language, Site};
use gongshi::io::folder::Folder;
use gongshi::io::load::{ContentFolder, LoadedSite, SiteParts};
use gongshi::notice::Audience;
use gongshi::pages::{Entry, Key, Outcome, Record, Records, Stage};
use gongshi::site::Plan;

use crate::laws::{Random, notice};
use crate::sandbox::{Sandbox, repository, tree};

/// The files made for every entry, by its address.
type Entries = BTreeMap<Address, (Key, Outcome)>;

/// A site on disk as it is now, ready to be planned.
pub fn load(sandbox: &Sandbox, options: Options) -> LoadedSite {
    let folder = Folder::at(sandbox.root());
    let site = Site::parse(&folder.site_yaml().unwrap()).unwrap();
    let theme = gongshi::io::theme::load(&folder, &site, Language::Zh).unwrap();
    let _ = std::fs::remove_dir_all(folder.cache());
    LoadedSite::load(&folder, SiteParts::new(site, theme, options), None, &|_, _, _| ()).unwrap()
}

fn planned(plan: &Plan<'_>) -> (Vec<Entry>, Vec<Entry>) {
    let entries: BTreeMap<Address, Entry> = plan.entries().map(|entry| (entry.address.clone(), entry)).collect();
    entries.into_values().partition(|entry| entry.stage() == Stage::First)
}

/// Makes every entry, or takes it from `before` where its key is the same after making it all the same.
/// Gives how many kept their keys.
fn make(plan: &Plan<'_>, sources: &ContentFolder, before: &Entries, disturbed: &str) -> (Entries, usize) {
    let (mut all, mut records, mut kept) = (Entries::new(), Records::default(), 0);
    let (first, second) = planned(plan);
    for entry in first.into_iter().chain(second) {
        let key = plan.key(&entry, &records);
        let known = before.get(&entry.address).filter(|(known, _)| *known == key);
        let outcome = plan.make(&entry, sources, &records).unwrap();
        if let Some((_, known)) = known {
            kept += 1;
            assert!(*known == outcome, "{disturbed}: /{} has the same key and other bytes", entry.address);
        }
        records.add(entry.address.clone(), Record::of(key.clone(), &outcome).into());
        all.insert(entry.address, (key, outcome));
    }
    (all, kept)
}

const SITE: &str = "title: 站点\nbase_url: https://example.invalid/a/\npage_size: 3\n";

/// Lines of `site.yaml` that say something else than [`SITE`].
const CONFIG: [&str; 20] = [
    "title: 另一个",
    "description: 一句话",
    "owner: 主管",
    "organizer: 主办",
    "base_url: https://example.invalid/b/",
    "id: other",
    "language: en",
    "place: 云江",
    "utc_offset: +00:00",
    "page_size: 2",
    "contact: 电话",
    "icp: 备案",
    "police_record: 公安",
    "site_id_code: 标识",
    "term_months: 3",
    "accent: \"#123f5a\"",
    "banner: 征求意见期内",
    "footer_links: [{title: 举报, url: https://www.example.invalid/jubao/}]",
    "units: [{name: 云江市总工会, slug: zgh, aliases: [青禾区水务局]}]",
    "rounds: [{key: 五届三轮, slug: r3, aliases: [五届市委第三轮巡察]}]",
];

/// One thing to disturb, by a name, and how.
type Disturbance = (String, Box<dyn Fn(&Sandbox)>);

fn of_config() -> impl Iterator<Item = Disturbance> {
    CONFIG.into_iter().map(|line| -> Disturbance {
        let key = line.split(':').next().unwrap();
        let others = SITE.lines().filter(|other| !other.starts_with(key));
        let text: String = others.chain([line]).map(|line| format!("{line}\n")).collect();
        (line.to_owned(), Box::new(move |sandbox| sandbox.write("content/site.yaml", &text)))
    })
}

fn of_theme() -> impl Iterator<Item = Disturbance> {
    let files = tree(&repository().join("themes/default"));
    let files: Vec<(String, Vec<u8>)> = files.into_iter().filter(|(path, _)| path != "theme.yaml").collect();
    files.into_iter().map(|(path, bytes)| -> Disturbance {
        let text = String::from_utf8_lossy(&bytes);
        let changed = match path.rsplit('.').next().unwrap() {
            "yaml" => text.replacen(": ", ": 改", 1).replacen("改\"", "\"改", 1).replacen("改'", "'改", 1).into_bytes(),
            "html" => text.replacen("</", "<!-- 改 --></", 1).into_bytes(),
            _ => [bytes.as_slice(), b"\n"].concat(),
        };
        (path.clone(), Box::new(move |sandbox| sandbox.write(&format!("themes/default/{path}"), &changed)))
    })
}

fn of_sources(base: &[String]) -> impl Iterator<Item = Disturbance> {
    let changes = ["title: 新的", "date: 2019-01-01", "unit: 石梁县教育局", "round: 第九轮巡察", "status: 未完成"];
    let changes = changes.into_iter().chain([
        "kind: 公告",
        "draft: true",
        "audience: intranet",
        "follows: n1",
        "follows: n1\nitem_follows: {1: 2}",
        "tags: [甲]",
    ]);
    let changes = changes.chain(["withdrawn: {reason: 有误}", "aliases: [/old/]", "contact: 电话一", "id: n77"]);
    let text = base[2].clone();
    changes.map(move |line| -> Disturbance {
        let key = line.split(':').next().unwrap();
        let others = text.lines().filter(|other| !other.starts_with(&format!("{key}:")));
        let text: String = others.map(|line| format!("{line}\n")).collect();
        let text = text.replacen("---\n", &format!("---\n{line}\n"), 1);
        (format!("a notice with {line}"), Box::new(move |sandbox| sandbox.write("content/notices/n2.md", &text)))
    })
}

/// Changes of what stands below the front matter.
fn of_prose(base: &[String]) -> impl Iterator<Item = Disturbance> {
    let changes = [
        ("现予公布", "现予以公布"),
        ("现予公布", "反馈问题9个，已完成7个，现予公布"),
        ("现予公布", "修订制度3项，现予公布"),
        ("。\n\n## 二", "。\n\n另有一段。\n\n## 二"),
        ("一是做了", "一是做得好"),
        ("一是做了。二是又做了。", "一是做了。二是又做了。三是还做了。"),
        ("### 1.关于“问题", "### 1.关于“新的问题"),
        ("### 1.", "### （1）"),
    ];
    let text = base[2].clone();
    changes.into_iter().map(move |(from, to)| -> Disturbance {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        (format!("prose with {to}"), Box::new(move |sandbox| sandbox.write("content/notices/n2.md", &changed)))
    })
}

fn of_files() -> Vec<Disturbance> {
    fn write(path: &'static str, text: &'static str) -> Disturbance {
        (path.to_owned(), Box::new(move |sandbox| sandbox.write(path, text)))
    }
    let remove = |path: &'static str| -> Disturbance {
        (format!("without {path}"), Box::new(move |sandbox| std::fs::remove_file(sandbox.at(path)).unwrap()))
    };
    vec![
        write("content/notices/表1.csv", "b\n"),
        write("content/pages/about.md", "---\ntitle: 关于\n---\n\n新的。\n"),
        write("content/pages/more.md", "---\ntitle: 更多\n---\n\n更多。\n"),
        remove("content/notices/n0.md"),
        remove("content/notices/n5.md"),
        remove("content/notices/表1.csv"),
        remove("content/pages/about.md"),
    ]
}

fn write_notices(sandbox: &Sandbox, notices: &[String]) {
    for folder in ["content", "themes"] {
        let _ = std::fs::remove_dir_all(sandbox.at(folder));
    }
    sandbox.write("content/site.yaml", SITE);
    for (number, text) in notices.iter().enumerate() {
        sandbox.write(&format!("content/notices/n{number}.md"), text);
    }
    sandbox.write("content/notices/表1.csv", "a\n");
    sandbox.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n见[一号](../notices/n1.md)。\n");
}

#[test]
fn equal_keys_mean_equal_bytes_after_every_perturbation() {
    let mut random = Random(7);
    let mut notices: Vec<String> = (0..7).map(|number| notice(&mut random, number)).collect();
    notices[1].push_str("\n见[附件](表1.csv)和[二号](n2.md)。\n");
    let sandbox = Sandbox::new("keys");
    write_notices(&sandbox, &notices);
    let sources = ContentFolder(sandbox.at("content"));
    let shown = Options::default();
    let loaded = load(&sandbox, shown);
    let (base, _) = make(&loaded.plan(), &sources, &Entries::new(), "nothing");
    let inputs = loaded.plan().inputs.fingerprint().unwrap();
    let nothing = |name: &str| -> Disturbance { (name.to_owned(), Box::new(|_: &Sandbox| ())) };
    let options = [
        (nothing("nothing"), shown),
        (nothing("drafts"), Options { drafts: true, ..shown }),
        (nothing("intranet"), Options { audience: Audience::Intranet, ..shown }),
    ];
    let others = of_config().chain(of_theme()).chain(of_sources(&notices)).chain(of_prose(&notices));
    let others = others.chain(of_files());
    let (mut kept, mut remade) = (0, 0);
    for ((name, disturb), options) in options.into_iter().chain(others.map(|disturbance| (disturbance, shown))) {
        write_notices(&sandbox, &notices);
        disturb(&sandbox);
        let loaded = load(&sandbox, options);
        let plan = loaded.plan();
        let (all, same) = make(&plan, &sources, &base, &name);
        kept += same;
        remade += all.len() - same;
        let is_equal = all.len() == base.len() && all.iter().all(|(address, (_, outcome))| base[address].1 == *outcome);
        assert!(is_equal || plan.inputs.fingerprint() != Some(inputs), "{name}: other bytes from the same inputs");
        assert!(
            name != "nothing" || plan.inputs.fingerprint() == Some(inputs),
            "the same inputs are told from themselves"
        );
    }
    assert!(kept > 1000 && remade > 1000, "{kept} kept, {remade} remade: the test has lost its teeth");
}

#[test]
fn words_outside_of_facts_change_only_their_notice_and_search() {
    let mut random = Random(7);
    let mut notices: Vec<String> = (0..7).map(|number| notice(&mut random, number)).collect();
    let sandbox = Sandbox::new("words");
    write_notices(&sandbox, &notices);
    let sources = ContentFolder(sandbox.at("content"));
    let (before, _) = make(&load(&sandbox, Options::default()).plan(), &sources, &Entries::new(), "nothing");
    notices[2] = notices[2].replace("现予公布", "现予以公布").replace("一是做了", "一是做得好");
    write_notices(&sandbox, &notices);
    let (after, _) = make(&load(&sandbox, Options::default()).plan(), &sources, &before, "words");
    let remade: Vec<&str> = after
        .iter()
        .filter(|(address, (key, _))| before[*address].0 != *key)
        .map(|(address, _)| address.as_str())
        .collect();
    let segment = remade.iter().filter(|address| address.starts_with("search/s/")).count();
    assert_eq!((remade.len(), segment, remade.contains(&"notices/n2/")), (3, 1, true), "{remade:?}");
    assert!(remade.contains(&"search/root.js"), "{remade:?}");
}

#[test]
fn a_feed_is_made_again_when_any_of_its_rows_changes() {
    // more notices of one day than a feed holds, so that which of them it shows depends on their ids
    let dated = |title: &str| format!("---\ntitle: {title}\ndate: 2024-05-20\nunit: 云江市教育局\n---\n\n正文。\n");
    let mut notices: Vec<String> = (0..60).map(|number| dated(&format!("第{number}份通报"))).collect();
    let sandbox = Sandbox::new("feed-rows");
    write_notices(&sandbox, &notices);
    let sources = ContentFolder(sandbox.at("content"));
    let (before, _) = make(&load(&sandbox, Options::default()).plan(), &sources, &Entries::new(), "nothing");
    for number in (0..notices.len()).step_by(7) {
        let old = std::mem::replace(&mut notices[number], dated("另一份通报"));
        write_notices(&sandbox, &notices);
        make(&load(&sandbox, Options::default()).plan(), &sources, &before, &format!("the title of notice {number}"));
        notices[number] = old;
    }
}
