"""What mail programs write around a quote, in the languages they write it in.

The rules that use these words stand in introductions, labels and footers; a new language is a few
words here.
"""

import re

# "wrote", at the end of the line that introduces a quote.
WROTE = (
    "wrote", "writes", "sent", "schrieb", "geschrieben", "a écrit", "a ecrit", "écrivait",
    "escribió",
    "escribio", "va escriure", "ha scritto", "scritto", "scrisse", "escreveu", "schreef",
    "geschreven",
    "napisał", "napisała", "napisał(a)", "napisała(a)", "pisze", "skrev", "skrev følgende",
    "kirjoitti",
    "написал", "написала", "написал(а)", "пишет", "писал", "писала", "пише", "написав", "написала:",
    "написа", "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)", "írta", "ezt írta",
    "a scris",
    "yazdı", "şunu yazdı", "şunları yazdı", "έγραψε", "đã viết", "menulis", "je napisao",
    "je napisala",
    "je napisao/la", "kirjutas", "rašė", "rakstīja", "napisana przez", "написал(-а)",
    "написав(-ла)", "quoting", "zitat von", "citando", "citando a", "citation de", "citerar",
)  # fmt: skip
WROTE_JOINED = (
    "写道",
    "寫道",
    "写到",
    "书写",
    "書きました",
    "のメール",
    "님이 작성",
    "쓴 글",
    "작성",
    "כתב",
    "كتب",
)
# What the introducing line begins with before its date.
OPENERS = (
    "on", "am", "le", "el", "il", "em", "op", "w dniu", "dnia", "den", "på", "pe", "dne", "vào",
    "pada", "a", "no dia", "data", "at", "in data", "il giorno", "em data", "στις", "la", "în",
)  # fmt: skip
OPENERS_JOINED = ("在", "于", "於")

# The labels of a copied message head; the first word of each row is its kind.
LABELS = {
    label: kind
    for kind, labels in {
        "from": "from|de|von|da|van|od|från|fra|lähettäjä|от|від|от кого|差出人|发件人|發件人"
        "|寄件者|寄件人"
        "|보낸 사람|gönderen|feladó|kimden|από|expéditeur|mittente|remitente|remetente"
        "|afzender|nadawca"
        "|avsändare|afsender|avsender|absender|отправитель|mail from|de la|expeditor",
        "sent": "sent|gesendet|gesendet am|enviado|enviado el|envoyé|envoyé le|inviato|enviada"
        "|enviado em|enviada em|verzonden|wysłano|data wysłania|wysłane|skickat|sendt|lähetetty"
        "|отправлено|надіслано|送信日時|发送时间|發送時間|发送日期|寄件日期|보낸 날짜|gönderildi"
        "|elküldve|odesláno|gönderme tarihi|trimis|expediat|відправлено|寄件時間|전송",
        "date": "date|datum|fecha|data|dato|päiväys|päivämäärä|дата|日時|日付|日期|时间|tarih"
        "|date/time|ημερομηνία",
        "to": "to|an|à|a|para|aan|do|till|til|vastaanottaja|кому|宛先|收件人|收件者|받는 사람|kime"
        "|címzett|către"
        "|komu|destinataire|destinatario|destinatário|προς|empfänger",
        "cc": "cc|kopie|copie|copia|kopia|kopi|kopio|копия|抄送|副本|참조|bcc",
        "subject": "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|ämne"
        "|emne|aihe|тема|主旨|subiect|předmět"
        "|件名|主题|主題|제목|konu|tárgy|předmět|θέμα|re|sujet",
        "reply": "reply-to|reply to|antwort an|répondre à|rispondi a|risposta"
        "|responder a|antwoord aan",
        "other": "organization|organisation|importance|priority|attachments|anlagen|newsgroups"
        "|wichtigkeit|priorität|message-id",
    }.items()
    for label in labels.split("|")
}  # fmt: skip

_ORIGINAL = (
    "origin|ursprüng|ursprung|oorspronkelijk|oryginal|oprindelig|opprinnelig|alkuper|исходн|원본"
    "|原始|元の|вихідн|оригінал|původní|eredeti|orijinal|reply message"
    "|antwort auf|antwort nachricht|αρχικό"
)
_FORWARDED = (
    "forward|fwd|weitergeleit|transf[eé]r|transmis|reenviad|rv:|inoltrat|encaminhad"
    "|doorgestuurd|przesłan"
    "|przekazan|vidarebefordra|videresend|välitetty|edelleen|пересл|пересыл|перенаправ"
    "|转发|轉寄|轉發"
    "|転送|전달|iletil|továbbított|přeposlan|přeposíl|réexpédi|przekazywan|переадресов|пересила"
    "|yönlendiril"
)
_MESSAGE = (
    "messag|mail|nachricht|mensaje|messaggio|mensagem|bericht|wiadomo|meddela"
    "|meddelelse|melding|viesti|brev|besked|ileti|zpráv|лист"
    "|сообщени|письм|повідомлен|이메일|邮件|郵件|メッセージ|메시지|mesaj|üzenet|zpráva|correo|post|μήνυμα"
)
ORIGINAL = re.compile(_ORIGINAL, re.IGNORECASE)
FORWARDED = re.compile(_FORWARDED, re.IGNORECASE)
MESSAGE = re.compile(_MESSAGE, re.IGNORECASE)
FORWARD_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:fwd?|wg|tr|rv|i|enc|doorst|pd|vb|vs|vl|ilt|fs|пересл"
    r"|转发|轉寄|転送)\s*[:：]",
    re.IGNORECASE,
)

# "Sent from my …"
SENT = (
    "sent|envoy[ée]e?|gesendet|verschickt|versendet|enviado|enviada|inviat[oa]"
    "|verzonden|verstuurd|wysłan[eoy]|skickat|skickades|sendt|lähetetty|отправлено|надіслано"
    "|odeslán[oa]|poslán[oa]|poslano|küldve|gönderildi|στάλθηκε|trimis|đã gửi|dikirim"
    "|发自|發自|送信|傳送"
)
FROM = (
    "from|via|with|by|on|using|depuis|de|à partir d[eu]|von|mit|aus|desde|con|da|dal|dall"
    "|van|vanaf|vanuit|met|z|ze|från|fra|med|с|со|з|із|из|laitteesta|através|do|del"
    "|a partir d[eo]|από(?: το| τη)?|de pe|từ|dari"
)
MY = (
    "my|mon|ma|mes|meine[mnrs]?|mi|mio|mia|meu|minha|mijn|mojego|mojej|min|mitt|mit"
    "|моего|моей|мого|моєї|我的|mého|ya"
)
DEVICE = (
    r"i-?phon\w*|i-?pad\w*|i-?pod|android|blackberry|samsung|galaxy|huawei|xiaomi"
    r"|redmi|honor|htc|nokia|sony|xperia"
    r"|motorola|oneplus|pixel|lumia|windows\w*|outlook|\w*mail\w*|yahoo!?|gmx|mailbox"
    r"|mobile|mobil\w*|\w*phone|cell"
    r"|handy|\w*telefon\w*|tel[eé]fono|t[ée]l[ée]phone|celular|telemóvel|tablet|spark"
    r"|superhuman|thunderbird"
    r"|k-9|bluemail|acompli|protonmail|alcatel|verizon|ios|mac|macbook|puhelin\w*"
    r"|телефон\w*|смартфон\w*|мобильн\w*|мобільн\w*|почт\w*|пошт\w*"
)
DEVICE_JOINED = "手机|手機|平板|电脑|電腦|スマホ|ケータイ|스마트폰|휴대폰"
GET = (
    "get|downloaden|download|beziehen|holen|télécharge[rz]|obtene[rz]|obtenir|descargar?|ottieni"
    "|scarica|obter|baixar|pobierz|hämta|hent|skaff|last ned|hanki|lataa|получить|скачать"
    "|отримати|завантажити|získat|stáhnout|edinin|indirin|letöltése"
)
GET_JOINED = "入手|获取|取得|下载|下載|다운로드"
FOR = "for|für|pour|para|per|dla(?: systemu)?|til|voor|för|для|pro"
FOR_JOINED = "用|용|版|için"
