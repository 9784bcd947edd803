//! Buttons, menus and paths of web pages, which are no text of the notice.

use crate::text::words::{Words, words};

/// Words of a page's own buttons and menus.
static BUTTONS: Words = words! {
    打印 打印本页 打印此页 打印文章 打印本文 关闭 关闭窗口 关闭本页 关闭页面 分享 分享到 分享至 朗读 语音播报 语音朗读 听全文 收藏 收藏本页 加入收藏 设为首页
    微信 微博 新浪微博 腾讯微博 空间 朋友圈 大 中 小 超大 默认 放大 缩小 字体 字号 繁体 简体 繁 简 繁體 簡體 繁體版 繁體中文 简体中文 English 智能问答 护眼模式 无障碍 无障碍阅读 无障碍浏览 适老版 长者版 长者模式
    长者助手 关怀版 关怀模式 老年版 手机版 移动版 电脑版 下载 首页 网站首页 返回 返回首页 返回列表 返回顶部 返回上页 返回上一页 返回上一级 回到顶部 上一篇 下一篇
    上一页 下一页 上一条 下一条 登录 注册 搜索 检索 纠错 我要纠错 网站地图 站内搜索 扫一扫 扫一扫在手机打开当前页 扫一扫在手机上查看当前页面 手机扫码阅读 二维码
    次 人次 更多 导航 通知公告 政务公开 信息公开 机构概况 党建工作 工作动态 新闻中心 新闻动态 政民互动 互动交流 办事服务 政务服务 专题专栏 机构设置
    组织机构 领导信息 关于我们 联系我们 您的位置 您现在的位置 当前位置 现在位置
};

/// Where one has got to on a site, and its buttons.
pub(super) fn is_furniture(text: &str) -> bool {
    let crumbs = text.contains("首页") && text.contains(['>', '›', '»', '/', '＞']) || text.contains("当前位置");
    let short = text.chars().count() <= LONGEST_FURNITURE;
    short && (crumbs || is_buttons(text))
}

/// In characters.
const LONGEST_FURNITURE: usize = 80;

/// Whether a row is nothing but buttons and numbers; blanks between them may be gone: 大中小, 分享到微信, 【打印】【关闭】.
pub(super) fn is_buttons(text: &str) -> bool {
    let separators = |c: char| !c.is_alphanumeric() || c.is_ascii_digit();
    let mut rest = text.trim_start_matches(separators);
    let mut buttons = 0;
    while let Some(word) = BUTTONS.longest_opening(rest) {
        rest = rest[word.len()..].trim_start_matches(separators);
        buttons += 1;
    }
    rest.is_empty() && buttons > 0
}
