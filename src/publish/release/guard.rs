//! Guards of a publication: refuses mistakes and says how to proceed. The old release stays live.

use std::fmt;

use super::difference::Difference;
use super::log::LogEntry;
use super::manifest::ReleaseId;
use super::marker::Marker;
use crate::config::Language;
use crate::notice::Audience;

/// How many minutes two machines' clocks may differ before a time is refused.
const SKEW_MINUTES: i64 = 10;

/// Without confirmation, a publication may remove one notice in this many, or [`FEW`] if that is more. Yearly clean-ups of
/// an archive stay below it; a missing folder does not.
const ONE_IN: usize = 10;
/// Notices that a publication may always remove without confirmation.
const FEW: usize = 5;

/// Why a publication, rollback or apply is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another run holds the target's lock.
    Locked,
    /// The folder has files that publishing did not write.
    Foreign(String),
    /// The marker of the target is damaged.
    BadMarker,
    /// The target belongs to another site.
    OtherSite(String),
    /// The target is for another audience.
    OtherAudience(Audience),
    /// The target was published to before and is missing now.
    Unmounted,
    /// The parent folder of the target does not exist.
    NoParent(String),
    /// Something else was published since the comparison.
    Moved(Option<ReleaseId>),
    /// More notices would vanish than allowed without confirmation.
    MassRemoval {
        /// Number of notices that would be withdrawn or removed.
        gone: usize,
        /// Number of notices in the live release.
        of: usize,
        /// Most that may be removed without confirmation.
        limit: usize,
    },
    /// These addresses would no longer exist.
    AddressLost(Vec<String>),
    /// The site was built from older sources and would revert these changes.
    Reverts {
        /// The addresses that would be reverted.
        addresses: Vec<String>,
        /// Who published the live release, and when.
        by: String,
    },
    /// This machine's clock is before the newest entry of the log.
    Clock(String),
    /// The log was changed or damaged at this line.
    BrokenLog(usize),
    /// The served release is not the last one in the log.
    Unlogged,
    /// A file on the target repeatedly differs from the one sent.
    Unfaithful(String),
    /// The release on the target is damaged.
    Damaged(ReleaseId),
    /// There is no such release on the target.
    NoRelease(Option<ReleaseId>),
    /// Nothing was published to the target yet.
    Unpublished,
    /// The target cannot switch releases atomically.
    NonAtomic,
    /// The package is truncated or changed, at the named file if known.
    BadPackage(Option<String>),
}

impl Refusal {
    /// Whether the reason is damage that `verify` would find, too.
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::BrokenLog(_) | Self::BadPackage(_) | Self::BadMarker)
    }

    /// Message with what to do.
    pub fn message(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::Locked => (
                "另一个 gongshi 正在更新这个目标，等它结束再试。".to_owned(),
                "another gongshi is updating this target. Try again when it has finished.".to_owned(),
            ),
            Self::Clock(last) => (
                format!(
                    "本机时钟早于目标上最近一次发布的时间（{last}），发布记录会乱。先校准时钟；时钟没错（是那一次错了）就加 --allow-clock。"
                ),
                format!(
                    "this machine's clock is before the target's last publication ({last}). Set the clock first. If it is right and the earlier one was wrong, add --allow-clock."
                ),
            ),
            Self::MassRemoval { gone, of, limit } => (
                format!(
                    "将有 {gone} 份通报撤回或消失（共 {of} 份，不经确认至多 {limit} 份）。确实如此就加 --allow-remove {gone}。"
                ),
                format!(
                    "{gone} of {of} notices would be withdrawn or removed; at most {limit} may be without confirmation. If this is intended, add --allow-remove {gone}."
                ),
            ),
            Self::AddressLost(lost) => (
                format!(
                    "[address-lost] 上一次发布的 {} 个地址没有了：{}。在新的通报里写 aliases（或 item_aliases），或写 withdrawn 撤回；确实不要了就加 --allow-remove {0}。",
                    lost.len(),
                    first_of(lost, "、")
                ),
                format!(
                    "[address-lost] {} addresses of the last release would no longer exist: {}. List them under “aliases” (or “item_aliases”) of the new notices, or withdraw the notices. If they should be removed, add --allow-remove {0}.",
                    lost.len(),
                    first_of(lost, ", ")
                ),
            ),
            Self::Reverts { addresses, by } => (
                format!(
                    "要发布的内容早于在线的版本（{by}），会把 {} 处改回旧的：{}。先取得同事的改动（例如 git pull）再发布；确实要改回去就加 --allow-revert。",
                    addresses.len(),
                    first_of(addresses, "、")
                ),
                format!(
                    "the site to be published is older than the live one ({by}) and would revert {} addresses: {}. Get your colleagues’ changes first (for example with git pull). If this is intended, add --allow-revert.",
                    addresses.len(),
                    first_of(addresses, ", ")
                ),
            ),
            other => return other.about_target(language),
        };
        language.pick(zh, en)
    }

    /// Messages about a target or package.
    fn about_target(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::BadMarker => (
                "目标里的 gongshi-target.json 损坏了，认不出目标属于哪个站点。从备份恢复这个文件，再用 gongshi verify 检查。".to_owned(),
                "the target’s gongshi-target.json is damaged, so the site that the target belongs to is unknown. Restore the file from a backup, then run gongshi verify.".to_owned(),
            ),
            Self::Foreign(file) => (
                format!("目标里有不是本程序发布的文件（{file}），没有动它。换一个空文件夹，或者先把它清空。"),
                format!("the target has files that this program did not publish ({file}); nothing was changed. Choose an empty folder, or empty this one first."),
            ),
            Self::OtherSite(site) => (
                format!("目标属于另一个站点（{site}）。如果就是本站，只是名称或网址改了，在 site.yaml 里写 id: {site}；不是本站的，改 targets，或换一个空文件夹。"),
                format!("the target belongs to another site ({site}). If it is this site, whose title or address changed, write id: {site} in site.yaml; if not, change targets, or choose an empty folder."),
            ),
            Self::OtherAudience(audience) => (
                format!("目标是给 {0} 的，要发布的内容不是。检查 site.yaml 里这个目标的 audience。", audience.name()),
                format!("the target is for the audience {0}, but the site to be published is not. Check the target's audience in site.yaml.", audience.name()),
            ),
            Self::Unmounted => (
                "以前发布过的目标现在不见了或是空的，可能没有挂载。挂载好再试；如果确实要从头开始，先删去 .gongshi/published/。".to_owned(),
                "the target was published to before and is now missing or empty: it may not be mounted. Mount it and try again. To start over instead, delete .gongshi/published/ first.".to_owned(),
            ),
            Self::NoParent(folder) => (
                format!("目标所在的文件夹 {folder} 不存在。先建好它，或检查是否已经挂载。"),
                format!("the parent folder of the target, {folder}, does not exist. Create it, or check whether it is mounted."),
            ),
            Self::Moved(found) => {
                let found = found.as_ref().map_or("—", ReleaseId::as_str);
                (
                    format!("比较期间有人发布了另一版（{found}）。重新运行一次，再看一遍改动。"),
                    format!("somebody published another release ({found}) in the meantime. Run the command again and review the changes."),
                )
            }
            other => return other.about_release(language),
        };
        language.pick(zh, en)
    }

    /// Messages about a release, log or package.
    fn about_release(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::BrokenLog(line) => (
                format!("发布记录 log.jsonl 第 {line} 行被改过或损坏了。从备份恢复 log.jsonl，再用 gongshi verify 检查。"),
                format!("line {line} of the release log log.jsonl was changed or is damaged. Restore log.jsonl from a backup, then run gongshi verify."),
            ),
            Self::Unlogged => (
                "current 指向的不是发布记录里最后一版，可能有人手工改过。用 gongshi rollback --to 指明应当在线的一版。".to_owned(),
                "current does not point to the last release of the log; somebody may have changed it by hand. Choose the release that should be live with gongshi rollback --to.".to_owned(),
            ),
            Self::Unfaithful(path) => (
                format!("{path} 传到目标后再读出来不一样，重传也不行。检查目标的磁盘。"),
                format!("{path} has different content when read back from the target, even after sending it again. Check the target's disk."),
            ),
            Self::Damaged(id) => (
                format!("目标上的 {id} 已经损坏。用 gongshi verify 看哪里不符，用 gongshi rollback --to 换一版完好的，再发布。"),
                format!("the release {id} on the target is damaged. Find the damaged files with gongshi verify, switch to an intact release with gongshi rollback --to, then publish."),
            ),
            Self::NoRelease(Some(id)) => (
                format!("目标上没有 {id} 这一版。用 gongshi releases 看有哪些。"),
                format!("there is no release {id} on the target. gongshi releases lists them."),
            ),
            Self::NoRelease(None) => (
                "目标上没有更早的一版可退。".to_owned(),
                "there is no earlier release on the target to roll back to.".to_owned(),
            ),
            Self::Unpublished => (
                "这个目标上还没有发布过。".to_owned(),
                "nothing has been published to this target yet.".to_owned(),
            ),
            Self::NonAtomic => (
                "目标既不支持符号链接，也不能一步交换两个文件夹，切换的瞬间会有读者看到空白。可以接受就加 --allow-non-atomic，或在 site.yaml 的这个目标下写 allow_non_atomic: true。".to_owned(),
                "the target supports neither symbolic links nor an atomic exchange of folders, so readers may find nothing for a moment. If that is acceptable, add --allow-non-atomic, or write allow_non_atomic: true at this target in site.yaml.".to_owned(),
            ),
            Self::BadPackage(file) => {
                let named = |before: &str, after: &str| file.as_ref().map_or(String::new(), |file| format!("{before}{file}{after}"));
                (
                    format!("这个包不完整或被改过{}。重新拷贝，或重新用 gongshi package 生成。", named("（", "）")),
                    format!("this package is incomplete or was changed{}. Copy it again, or create it again with gongshi package.", named(" (", ")")),
                )
            }
            // these have their message above
            Self::Locked
            | Self::Foreign(_)
            | Self::BadMarker
            | Self::OtherSite(_)
            | Self::OtherAudience(_)
            | Self::Unmounted
            | Self::NoParent(_)
            | Self::Moved(_)
            | Self::MassRemoval { .. }
            | Self::AddressLost(_)
            | Self::Reverts { .. }
            | Self::Clock(_) => Default::default(),
        };
        language.pick(zh, en)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for Refusal {}

/// Most addresses in a message.
const MOST_LISTED: usize = 5;

/// The first addresses of a list.
fn first_of(list: &[String], separator: &str) -> String {
    let more = if list.len() > MOST_LISTED { "…" } else { "" };
    list.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(separator) + more
}

/// Checks the lost notices and addresses of `difference`; `allowed` is the number that the user accepts.
///
/// # Errors
/// The first [`Refusal`].
pub fn changes(difference: &Difference, allowed: Option<usize>) -> Result<(), Refusal> {
    let (gone, of) = (difference.ended_count(), difference.notices_before);
    let limit = allowed.unwrap_or_else(|| (of / ONE_IN).max(FEW));
    if gone > limit {
        return Err(Refusal::MassRemoval { gone, of, limit });
    }
    match difference.lost.len() > allowed.unwrap_or_default() {
        true => Err(Refusal::AddressLost(difference.lost.clone())),
        false => Ok(()),
    }
}

/// Checks for notices that would be reverted.
///
/// # Errors
/// [`Refusal::Reverts`].
pub fn reverts(addresses: &[String], last: Option<&LogEntry>) -> Result<(), Refusal> {
    let by = last.map(|last| format!("{} {}@{}", last.time, last.user, last.host)).unwrap_or_default();
    match addresses.is_empty() {
        true => Ok(()),
        false => Err(Refusal::Reverts { addresses: addresses.to_vec(), by }),
    }
}

/// Checks that a site belongs to the target with the marker `found`.
///
/// # Errors
/// [`Refusal::OtherSite`] or [`Refusal::OtherAudience`].
pub fn target(ours: &Marker, found: &Marker) -> Result<(), Refusal> {
    if ours.site != found.site {
        return Err(Refusal::OtherSite(found.site.clone()));
    }
    match ours.audience == found.audience {
        true => Ok(()),
        false => Err(Refusal::OtherAudience(found.audience)),
    }
}

/// Checks that an entry at `now` may follow one at `last`, both as `2025-03-14T09:26:53+08:00`.
///
/// # Errors
/// [`Refusal::Clock`] if `now` is before `last` by more than the clocks of two machines may differ.
pub fn clock(now: &str, last: &str) -> Result<(), Refusal> {
    let parse = |time: &str| time.parse::<jiff::Timestamp>().ok();
    match parse(now).zip(parse(last)) {
        Some((now, last_time)) if last_time.as_second() - now.as_second() > SKEW_MINUTES * 60 => {
            Err(Refusal::Clock(last.to_owned()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::release::difference::NoticeChange;

    #[test]
    fn a_tenth_of_many_or_five_of_few_may_go() {
        let gone = |removed, before| Difference {
            removed: vec![NoticeChange::default(); removed],
            notices_before: before,
            ..Difference::default()
        };
        assert_eq!(changes(&gone(5, 6), None), Ok(()));
        assert_eq!(changes(&gone(6, 60), None), Ok(()));
        assert_eq!(changes(&gone(7, 60), None), Err(Refusal::MassRemoval { gone: 7, of: 60, limit: 6 }));
        assert_eq!(changes(&gone(7, 60), Some(7)), Ok(()));
    }

    #[test]
    fn a_clock_that_is_off_is_refused() {
        let last = "2025-03-14T09:26:53+08:00";
        assert_eq!(clock("2025-03-14T09:20:53+08:00", last), Ok(()));
        assert_eq!(clock("2025-03-14T01:30:00Z", last), Ok(()));
        assert_eq!(clock("2024-03-14T09:26:53+08:00", last), Err(Refusal::Clock(last.to_owned())));
    }
}
