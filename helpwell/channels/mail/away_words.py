"""How automatic answers are headed, by language.

A phrase counts only where the subject ends after it, or goes on with a colon, a dash, a bracket or
the subject that is answered: "Automatic gate does not close" and "Out of office chairs" are written
by people.
"""

from helpwell.channels.mail.phrases import any_of, joined

_PHRASES = joined(r"""
    auto(?:matic|mated)?[ -]?(?:reply|replied|response|respon[ds]er|notification reply)
    auto-?answer|out[ -]of[ -](?:the[ -])?office|ooo|oof|on (?:vacation|leave|holidays?)
    vacation|away (?:from (?:my )?(?:mail|e-?mail|desk|office))|maternity leave|absence|absent
    out of office auto-?reply|vacation (?:reply|message|notice|response)|away message
    # German, Dutch
    automatische (?:antwort|abwesenheitsnotiz|e-?mail-?antwort|rückmeldung|eingangsbestätigung)
    abwesenheit(?:snotiz|snachricht|sassistent|smeldung|sinfo)?|abwesend|nicht im (?:büro|haus)
    (?:bin )?(?:im|in) urlaub|urlaub(?:svertretung)?|außer haus|autom(?:atisch)?\.? antwort
    automatisch(?:e)? antwoord|automatisch bericht|afwezig(?:heid)?(?:sbericht|smelding)?
    niet aanwezig|met vakantie
    # French, Spanish, Italian, Portuguese, Catalan, Romanian
    r[ée]ponse automatique|r[ée]ponse auto|message d['’]absence|absence du bureau
    absente? du bureau|en cong[ée]s?|notification d['’]absence|accus[ée] de r[ée]ception automatique
    respuesta autom[áa]tica|autorespuesta|fuera de la? oficina|ausente de la oficina|de vacaciones
    ausente|ausencia|risposta automatica|fuori (?:sede|ufficio)|assenza|assente|in ferie
    resposta autom[áa]tica|aus[êe]ncia|fora do escrit[óo]rio|de f[ée]rias|resposta autom[àa]tica
    r[ăa]spuns automat|absen[țt][ăa]
    # Swedish, Danish, Norwegian, Finnish
    automatisk[t]? svar|autosvar|frånvaro(?:meddelande)?|ej på kontoret|fravær(?:smeddelelse)?
    ikke (?:på kontoret|til stede)|automaattinen vastaus|poissa(?:olo)?(?:viesti|ilmoitus)?
    lomalla
    # Polish, Czech, Slovak, Hungarian, Latvian, Lithuanian, Estonian, Greek, Turkish
    odpowied[źz] automatyczna|autoodpowied[źz]|automatyczna odpowied[źz]|nieobecno[śs][ćc]
    poza biurem|urlop|automatick[áa] odpov[ěe][ďd]|mimo kancel[áa][řr]|nepřítomnost
    automatikus válasz|házon kívül|autom[āa]tisk[āa] atbilde|atvaļinājum[sā]|atvalin[āa]jums
    .{0,40}automatiska atbilde|automatinis atsakymas|automaatvastus|αυτ[όο]ματη απ[άα]ντηση
    otomatik (?:yanıt|cevap)|ofis dışında
    # Russian, Ukrainian, Bulgarian
    автоответ(?:чик)?|автоматический ответ|автоматична відповідь|автоматичен отговор
    вне офиса|в отпуске|нет на рабочем месте
    # Japanese, Chinese, Korean, Hebrew, Arabic
    自動(?:応答|返信|回答)(?:メール|メッセージ)?|不在(?:通知|応答|のお知らせ|のため|届)|不在
    自动(?:回复|答复)|自動回[覆復]|外出自[动動](?:回复|回覆)?|不在办公室|休假
    자동 ?(?:응답|회신)|부재 ?중|מענה אוטומטי|תשובה אוטומטית|الرد التلقائي|رد تلقائي
""")
_ENDS = r"[\s.!\]】]*(?:\Z|[:：;|/(（\[【<«\"“–—]|-+\s|re\b\s*:|(?:until|till|bis|du|from)\b)"
_STRONG = (
    r"(?:out of (?:the )?office|auto(?:matic|matische)?[ -]?(?:reply|response|antwort)|abwesend)"
)
AWAY = any_of(
    f"""
    (?:{_PHRASES}){_ENDS}|auto:|[^\\n]{{0,200}}[\\[(]{_STRONG}[\\])]\\s*\\Z
    (?:[^\\n]{{1,60}}\\bis|i am|i['’]m) (?:currently |now )?out of (?:the )?office{_ENDS}
    """,
    start=r"\A\s*(?:(?:re|aw|sv|antw)\s*:\s*)?[\[(【*<«\"“]*\s*",
)
