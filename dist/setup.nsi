; The setup for one user of Windows: no administrator is needed. It puts gongshi.exe into the user's programs and that
; folder into the user's PATH; removing it takes both away.
;   makensis -DVERSION=0.1.0 -DFOLDER=unpacked -DOUT=setup.exe dist/setup.nsi
Unicode true
Target amd64-unicode
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include LogicLib.nsh
!include WinMessages.nsh
!include StrFunc.nsh
${StrStr}
${UnStrRep}

Name "Gongshi ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\gongshi"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\gongshi"

LoadLanguageFile "${NSISDIR}\Contrib\Language files\English.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\SimpChinese.nlf"
LangString PathTooLong ${LANG_ENGLISH} "The PATH is too long for this setup to change. Please add this folder to it: $INSTDIR"
LangString PathTooLong ${LANG_SIMPCHINESE} "PATH 太长，安装程序没有改它。请自己把这个文件夹加进去：$INSTDIR"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section
  SetOutPath $INSTDIR
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" DisplayName "Gongshi"
  WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" Publisher "The Gongshi maintainers"
  WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
  WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1

  ; a value longer than NSIS reads would be cut off, so it is not written back
  ReadRegStr $0 HKCU Environment Path
  StrLen $1 "$0;$INSTDIR"
  ${StrStr} $2 "$0;" "$INSTDIR;"
  ${If} $2 == ""
    ${If} $1 >= 900
      MessageBox MB_OK "$(PathTooLong)" /SD IDOK
    ${ElseIf} $0 == ""
      WriteRegExpandStr HKCU Environment Path "$INSTDIR"
    ${Else}
      WriteRegExpandStr HKCU Environment Path "$0;$INSTDIR"
    ${EndIf}
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
  ${EndIf}
SectionEnd

Section un.install
  ReadRegStr $0 HKCU Environment Path
  StrLen $1 "$0"
  ${If} $1 < 900
    ${UnStrRep} $2 ";$0;" ";$INSTDIR;" ";"
    ; without the semicolons that were put around it
    StrLen $1 "$2"
    IntOp $1 $1 - 2
    ${If} $1 > 0
      StrCpy $2 "$2" $1 1
    ${Else}
      StrCpy $2 ""
    ${EndIf}
    ${If} $2 != $0
      WriteRegExpandStr HKCU Environment Path "$2"
      SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
    ${EndIf}
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL}"
  RMDir /r "$INSTDIR\docs"
  RMDir /r "$INSTDIR\editors"
  RMDir /r "$INSTDIR\completions"
  RMDir /r "$INSTDIR\man"
  Delete "$INSTDIR\*.md"
  Delete "$INSTDIR\LICENSE-*"
  Delete "$INSTDIR\gongshi.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
SectionEnd
