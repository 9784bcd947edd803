//! What became of each problem: matching of items along a chain of notices, measured on fixtures whose keys were written
//! before the program was run on them, and the histories that come of it.

use gongshi::archive::history::{ItemChain, ItemPlace, MatchBasis};
use gongshi::notice::{Anchor, Confidence, Found, Item, Notice, Origin, Path, SourcePath, Summary};
use gongshi::text::fingerprint::Fingerprint;
use gongshi::text::fold::Folding;

use crate::sandbox::repository;

/// A notice with these items: numbers, outermost first, with `/` between them, and title.
fn summary(id: &str, items: &[(String, String)]) -> Summary {
    let item = |(at, (path, title)): (usize, &(String, String))| Item {
        path: Path::new(path.split('/').map(|number| (!number.is_empty()).then_some(number))),
        title: title.as_str().into(),
        anchor: Anchor::of(id, title, at),
        ..Item::default()
    };
    let mut notice = Notice { source: SourcePath::new(format!("{id}.md")), ..Notice::default() };
    notice.facts.id = Some(Found::placeless(id.to_owned(), Origin::FrontMatter, Confidence::High));
    notice.items = items.iter().enumerate().map(item).collect();
    Summary::of(&notice, Fingerprint::of(id.as_bytes()))
}

/// A fixture: the items of two notices, and for each later one the place of the item it continues.
struct Fixture {
    name: String,
    earlier: Vec<(String, String)>,
    later: Vec<(String, String)>,
    key: Vec<Option<usize>>,
}

fn fixtures() -> Vec<Fixture> {
    let folder = repository().join("tests/histories/matching");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fixture(path)).collect()
}

fn fixture(path: &std::path::Path) -> Fixture {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut fixture = Fixture { name, earlier: Vec::new(), later: Vec::new(), key: Vec::new() };
    for line in text.lines().filter(|line| !line.starts_with(['#', '['])) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let item = (fields[0].to_owned(), fields[1].to_owned());
        let Some(key) = fields.get(2) else {
            fixture.earlier.push(item);
            continue;
        };
        // items without numbers are named by their place
        let plain = |number: &str| number.trim_end_matches('.').to_owned();
        let place = fixture.earlier.iter().position(|(path, _)| !path.is_empty() && plain(path) == plain(key));
        let place = place.or_else(|| key.parse::<usize>().ok().map(|number| number - 1));
        assert_eq!(place.is_none(), *key == "-", "{}: {line}", fixture.name);
        fixture.later.push(item);
        fixture.key.push(place);
    }
    fixture
}

/// Of what is matched at least 99 in 100 are right, all sure matches among them; of what should be matched at least 95 in
/// 100 are.
#[test]
fn items_are_matched_as_a_reader_would() {
    let folding = Folding::shared();
    let (mut pairs, mut expected, mut matched, mut right) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let notices = [summary("earlier", &fixture.earlier), summary("later", &fixture.later)];
        let chain = ItemChain::of(&notices.iter().collect::<Vec<_>>(), folding);
        for (item, key) in fixture.key.iter().enumerate() {
            let link = chain.link_of(ItemPlace { member: 1, item });
            let found = link.map(|link| link.earlier.item);
            pairs += 1;
            expected += usize::from(key.is_some());
            matched += usize::from(found.is_some());
            right += usize::from(found.is_some() && found == *key);
            if found != *key {
                let sure = link.is_some_and(|link| link.basis.is_sure());
                assert!(!sure, "{}: {} is matched as sure", fixture.name, fixture.later[item].1);
                wrong.push(format!("{}: {}: {found:?} for {key:?}", fixture.name, fixture.later[item].1));
            }
        }
    }
    println!("{pairs} items, {expected} to match, {matched} matched, {right} right\n{}", wrong.join("\n"));
    assert!(pairs >= 200 && expected >= 200, "{pairs} items, {expected} to match");
    assert!(right * 100 >= matched * 99, "{right} of {matched} matches are right: {wrong:#?}");
    assert!(right * 100 >= expected * 95, "{right} of {expected} are matched: {wrong:#?}");
}

/// Only what a person wrote and what is word for word the same is sure.
#[test]
fn similar_titles_are_never_sure() {
    let folding = Folding::shared();
    let list = |items: &[(&str, &str)]| -> Vec<(String, String)> {
        items.iter().map(|(path, title)| ((*path).to_owned(), (*title).to_owned())).collect()
    };
    let earlier = list(&[("1.", "值班记录不完整"), ("2.", "车辆年检逾期未办"), ("3.", "党务公开内容更新不够及时")]);
    let later = list(&[("1.", "关于值班记录不完整的问题"), ("2.", "车辆年检超期"), ("4.", "党务公开内容更新不及时")]);
    let notices = [summary("a", &earlier), summary("b", &later)];
    let chain = ItemChain::of(&notices.iter().collect::<Vec<_>>(), folding);
    let basis = |item| chain.link_of(ItemPlace { member: 1, item }).map(|link| link.basis);
    assert_eq!(basis(0), Some(MatchBasis::SameTitle));
    assert_eq!(basis(1), Some(MatchBasis::SamePath));
    assert_eq!(basis(2), Some(MatchBasis::SimilarTitle));
    let sure = |item| basis(item).is_some_and(MatchBasis::is_sure);
    assert_eq!([sure(0), sure(1), sure(2)], [true, false, false]);
}
