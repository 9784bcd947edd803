//! Names of the origins of values.

use crate::config::Language;
use crate::notice::Origin;

/// The name of an origin; `None` if there is no value.
pub(super) fn origin_name(origin: Origin, language: Language) -> Option<&'static str> {
    match origin {
        Origin::FrontMatter => Some(language.pick("头部", "front matter")),
        Origin::Label => Some(language.pick("标注", "label")),
        Origin::Structure => Some(language.pick("结构", "structure")),
        Origin::Prose => Some(language.pick("正文", "prose")),
        Origin::FileName => Some(language.pick("文件名", "file name")),
        Origin::Site => Some(language.pick("站点设置", "site")),
        Origin::None => None,
    }
}
