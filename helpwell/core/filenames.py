"""Names of strangers' files: safe to show and to save, and what they say about the danger."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.core.markup import names

LONGEST = 120
LONGEST_ENDING = 16
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_SPACE = re.compile(r"\s+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What Windows takes for a device whatever ending follows.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?\Z", re.I
)

PROGRAMS = names(
    "exe com scr pif bat cmd ps1 psm1 psd1 vbs vbe js jse mjs ws wsf wsh wsc sct hta msi msp mst "
    "msix appx appinstaller application jar jnlp lnk url scf reg inf cpl dll sys drv ocx gadget "
    "chm hlp settingcontent-ms library-ms search-ms diagcab iqy slk rdp apk ipa app dmg pkg deb "
    "rpm sh bash command desktop run elf bin py pyc pyz rb pl php terminal workflow action"
)
MACROS = names(
    "docm dotm xlsm xltm xlam xlsb xll pptm potm ppam ppsm sldm one onepkg mdb accdb ade"
)
PAGES = names("htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf")
IMAGES = names("iso img vhd vhdx vmdk udf cab ace arj")
DANGERS: tuple[tuple[frozenset[str], str | Promise], ...] = (
    (PROGRAMS, _("Program")),
    (MACROS, _("May run macros")),
    (PAGES, _("Web page")),
    (IMAGES, _("May hide programs")),
)
_PROGRAM_TYPES = re.compile(
    r"application/(?:x-(?:ms(?:download|dos-program|-shortcut|i)|sh|executable|dosexec)|"
    r"vnd\.microsoft\.portable-executable|hta|java-archive|javascript|ecmascript)|text/javascript"
)


def safe_name(name: str) -> str:
    """The last part of a name without what deceives the eye or harms a disk; never empty.

    Letters that are not seen or turn the direction of writing are gone, and so are paths, devices'
    names, endings far to the right and what is beyond `LONGEST` letters.
    """
    seen = unicodedata.normalize("NFC", name.replace("\\", "/").rstrip("/").rpartition("/")[2])
    seen = "".join(" " if c in "\t\n" else c for c in seen if c in "\t\n" or _is_seen(c))
    plain = _SPACE.sub(" ", _FORBIDDEN.sub("_", seen)).strip(" .")
    plain = f"_{plain}" if _DEVICE.match(plain) else plain
    return _shortened(plain) or "file"


def danger_of(name: str, content_type: str) -> str:
    """Why a file may do harm when it is opened, in a word or two; empty for most."""
    ending = name.rpartition(".")[2].strip().lower()
    for endings, word in DANGERS:
        if ending in endings:
            return str(word)
    return str(DANGERS[0][1]) if _PROGRAM_TYPES.match(content_type.lower()) else ""


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"
