//! The law of change: an archive that took in one notice after the other equals one folded anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use gongshi::archive::{Archive, Options, Registers};
use gongshi::config::Site;
use gongshi::notice::{SourcePath, Summary};
use gongshi::read;
use gongshi::text::fingerprint::Fingerprint;
use proptest::prelude::*;

/// A front matter, one digit a field.
type Spec = Vec<u8>;

const REGISTERS: &str = "\
title: 示例
place: 云江
units:
  - name: 云江市教育局
    aliases: [市教育局]
  - name: 云江市水务局
rounds:
  - key: 云江市委/5届/2
    label: 五届市委第二轮巡察
";

fn site() -> Site {
    Site::parse(REGISTERS).unwrap()
}

/// One of the words, or nothing.
fn pick<'a>(words: &[&'a str], at: u8) -> &'a str {
    words[usize::from(at) % words.len()]
}

fn notice(spec: &Spec) -> String {
    let lines = [
        pick(&["id: a", "id: b", "id: c", "id: d", "id: e", "id: f", "id: g", "id: h"], spec[0]),
        pick(&["date: 2024-03-01", "date: 2024-03-02", "date: 2025-01-05", "", "date: 2023-07-01"], spec[1]),
        pick(
            &[
                "unit: 云江市教育局",
                "unit: 市教育局",
                "unit: [云江市水务局, 青禾区民政局]",
                "unit: X总工会",
                "",
                "unit: 石梁县教育局",
            ],
            spec[2],
        ),
        pick(
            &[
                "round: 五届市委第三轮巡察",
                "round: 第五届市委第三轮巡察",
                "round: 五届市委第二轮巡察",
                "",
                "round: 市委第一轮巡察",
            ],
            spec[3],
        ),
        pick(&["", "follows: a", "follows: b", "follows: c", "", "follows: h", "follows: nowhere"], spec[4]),
        pick(
            &["", "", "", "withdrawn: {reason: 有误, date: 2025-02-02}", "draft: true", "audience: intranet"],
            spec[5],
        ),
        pick(&["", "", "", "aliases: [old/a/]", "aliases: [notices/b/]", "aliases: [old/a/, old/c/]"], spec[6]),
        pick(
            &["", "", "", "updated: 2025-06-01", "updated: 2026-01-01", "item_follows: {1: 2}", "item_follows: {2: 7}"],
            spec[7],
        ),
        pick(&["kind: 整改通报", "kind: 整改通报", "kind: 反馈通报", ""], spec[8]),
    ];
    let front: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let result = |at: u8| pick(&["整改结果：已完成", "整改结果：正在整改", "整改结果：长期坚持", ""], at);
    // equal, similar and other titles, so that items are matched in all ways
    let title = |at: u8| {
        pick(&["仓库物资清点不及时", "仓库物资清点不够及时", "车队派车记录缺失", "车队派车记录缺失、油料核算混乱"], at)
    };
    format!(
        "---\ntitle: 第{}号\n{}\n---\n\n## 二、整改落实情况\n\n### 1.关于“{}”问题的整改\n\n{}\n\n### 2.关于“{}”问题的整改\n\n{}\n",
        spec[9],
        front.join("\n"),
        title(spec[10] / 4),
        result(spec[10]),
        title(spec[11] / 4 + 1),
        result(spec[11]),
    )
}

fn summary(source: &SourcePath, text: &str) -> Arc<Summary> {
    Arc::new(Summary::of(&read::read(source, text).notice, Fingerprint::of(text.as_bytes())))
}

/// Takes the edits in one by one; after each the archive must be what a fold gives. How many needed a new fold.
fn holds(edits: &[(u8, Option<Spec>)], options: Options) -> Result<usize, TestCaseError> {
    let site = site();
    let registers = Registers::of(&site);
    let mut sources: BTreeMap<SourcePath, Arc<Summary>> = BTreeMap::new();
    let mut archive = Archive::fold(Vec::new(), &site, options);
    let mut folds = 0;
    for (at, spec) in edits {
        let source = SourcePath::new(format!("notices/n{at}.md"));
        let now = spec.as_ref().map(|spec| summary(&source, &notice(spec)));
        match &now {
            Some(summary) => drop(sources.insert(source.clone(), Arc::clone(summary))),
            None => drop(sources.remove(&source)),
        }
        let folded = Archive::fold(sources.values().cloned().collect(), &site, options);
        if archive.change(&source, now, &registers) {
            prop_assert_eq!(&archive, &folded);
            let (mut changed, mut conflicts) = (archive.conflicts(), folded.conflicts());
            changed.sort();
            conflicts.sort();
            prop_assert_eq!(changed, conflicts);
        } else {
            folds += 1;
            archive = folded;
        }
    }
    Ok(folds)
}

fn edits() -> impl Strategy<Value = Vec<(u8, Option<Spec>)>> {
    let spec = proptest::collection::vec(0u8..30, 12);
    proptest::collection::vec((0u8..8, proptest::option::weighted(0.85, spec)), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changing_an_archive_equals_folding_it_again(edits in edits(), drafts in any::<bool>()) {
        // every notice has an id of its own, as nearly always
        let own = |(at, spec): &(u8, Option<Spec>)| (*at, spec.clone().map(|mut spec| { spec[0] = *at; spec }));
        let edits: Vec<_> = edits.iter().map(own).collect();
        let folds = holds(&edits, Options { drafts, ..Options::default() })?;
        prop_assert_eq!(folds, 0);
    }

    #[test]
    fn colliding_and_moved_ids_leave_no_stale_rows(edits in edits(), drafts in any::<bool>()) {
        holds(&edits, Options { drafts, ..Options::default() })?;
    }
}
