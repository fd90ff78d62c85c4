"""The words of mail systems: how they sign, what they write above a report, where it ends."""

from helpwell.channels.mail.phrases import any_of

# Nobody but a mail system writes from these.
SYSTEM_BOX = any_of(r"""
    (?:mailer[-_.]?daemon|mail[-_.]?daemon|maildaemon|mdaemon|mmdf|double-bounce|bounce)$
    (?:mail-?delivery|microsoftexchange\w*|no-?reply-?bounce|symantec_antivirus\w*)$
""")
SYSTEM_NAME = any_of(r"""
    mail(?:er)?[ _-]?(?:delivery|deliver)[ _-]?(?:sub)?system|delivery subsystem
    mailer[-_ ]?daemon|mail delivery service|internet mail delivery|pmdf e-?mail
    content-filter at|courier mail server|mail administrator|microsoft (?:outlook|exchange)$
    interscan (?:mss|notification)
""")
# Mail systems write from these, and people do too.
SHARED_BOX = any_of(r"""
    \S*post[-_.]?master\S*|.*systemadministrator|sysadmin$|admin(?:istrator)?$|mail-?adm(?:in)?$
    \S*no-?reply\S*$|do-?not-?reply$|imss$|mail$|listserv$|autoresponder$
    \S*smtp\S*$|\S*gateway\S*$|\S*mail-?(?:service|sweeper)\S*$|mimesweeper$|ironport$|barracuda$
""")
SHARED_NAME = any_of(r"system administrator|post ?master|administrator|gateway")
# Mail about which one asks; never the address that failed.
SERVICE_BOX = any_of(r"""
    \S*post_?master$|abuse$|support$|help(?:desk)?$|info-?desk$|mailer-daemon$|mdaemon$
    spam\S*$|no-?reply$|webmaster$|hostmaster$|unblock\S*$|delist$
""")

SUBJECT = any_of(
    r"""
    undeliver|non[- ]?(?:delivery|remis|delivrable|distribu)|returned (?:e-?)?mail
    mail (?:is )?returned|mail (?:failed|not delivered)|delivery[_ ]failure|processing error
    {mail}[\s:_-]*{status}*(?:fail\w*|error|warning|notification|report|problem|notice)\b
    {mail}[\s:_-]*{status}*(?:return|reject|delayed|undeliver|not delivered|delivery)\b
    {mail}[\s:_-]*{status}*could not be delivered
    fail(?:ure|ed)(?: delivery)?[ :_-]*(?:notice|mail|delivery|message|to deliver)
    (?:sorry,? )?(?:your |the )?(?:message|mail|e-?mail)\b.{0,60}not\b.{0,20}deliver
    (?:sorry,? )?(?:your |the )?(?:message|mail|e-?mail)\b.{0,60}couldn['’]?t\b.{0,20}deliver
    warning: (?:could not send|message|delayed|.{0,60}user unknown)|automatically rejected
    there was an error (?:sending|delivering)|notice: mail delivery
    rejected (?:mail|message)|user unknown|\[bounce\]|unable to deliver
    bounced? (?:mail|message)|\(?(?:failure|delay) notice|could(?: not|n['’]t) deliver
    message you sent .{0,40}(?:blocked|rejected|not delivered)
    delayed (?:mail|message)|(?:message|mail|delivery)[\s(]*delayed
    # German, Dutch, Nordic
    unzustellbar|e-?mail (?:konnte nicht|unzustellbar)|zustell(?:ung|fehler)
    nachricht (?:konnte )?nicht|onbestelbaar|niet (?:afgeleverd|bezorgd)|aflevering
    olevererbart|(?:kunde|kan|kunne) (?:inte|ikke) lever|ikke leveret|toimittamat
    # French, Spanish, Italian, Portuguese
    (?:échec|echec|avis|rapport|erreur) (?:de|d['’]) ?(?:la )?(?:remise|livraison|distribution)
    (?:échec|echec|avis|erreur) (?:de|d['’]) ?(?:la )?(?:envoi|non)|notification d['’ ]état
    message non (?:remis|délivré|distribué)|votre message|non remis|utilisateur (?:non|inconnu)
    no se (?:ha |pudo |puede )*(?:podido )?entreg|(?:mensaje|correo) (?:no|devuelto)
    no entregado|error (?:de|en la|al) (?:entrega|envi)|(?:falla|fallo|informe).{0,30}entrega
    devuelto|notifica(?:ción|zione|ção)? .{0,30}(?:estado|stato|status|mancat[oa]|entrega)
    mancat[oa] (?:recapito|consegna)|non (?:recapitabile|consegnat)|impossibile recapitare
    avviso di mancat|não (?:foi )?entreg|falha (?:na|de) entrega|mensagem (?:não|devolvida)
    # Polish, Czech, Hungarian, Turkish, Russian
    nie(?:dostarczon|doręczon)|nie można dostarczyć|zwrot|nedoručiteln|kézbesíthetetlen
    iletilemeyen|teslim edilemedi|недоставлен|не доставлен|не может быть доставлен
    невозможно доставить|ошибка доставки|возвращен
    # Japanese, Chinese, Korean
    (?:配信|送信|配送|転送|配達).{0,12}(?:失敗|エラー|でき|不能|遅)|未配信|エラーメール
    メール.{0,10}(?:エラー|配信)|メッセージを配信|宛先不明|退信|系统退信|系統退信
    (?:邮件|郵件|投递|传送|遞送).{0,12}(?:失败|失敗|无法|無法|退回|未送达|錯誤|错误)
    无法(?:投递|送达)|無法(?:傳遞|遞送)|未传递|未傳遞|배달되지|반송|전송 실패
    """.replace(
        "{mail}", r"(?:(?:e-?)?mail|message|delivery|permanent|mail system|failed)\b"
    ).replace("{status}", r"(?:system |status |message |mail |delivery |transmission )"),
    start=r"\A\s*(?:\[[^\]]{1,60}\]\s*)?(?:\*+\s*)?",
)
FORWARDED = any_of(
    r"(?:fwd?|wg|tr|rv|i|rif|enc|pd|doorst|vl|vs|vb|ilt|転送|转发|轉寄)\s*[:：]",
    start=r"\A\s*(?:re:\s*)?",
)

# What a report says of itself, on one line of its own words.
FAILED = any_of(r"""
    (?:could|can|was|were|has|have|did|is|are)(?: ?not|n['’]?t)(?: \S+){0,3} (?:deliver|sen[dt]\b)
    (?:could|can|was|were|has|have|did|is|are)(?: ?not|n['’]?t)(?: \S+){0,3} (?:reach|forward)
    (?:could|can|was|were|has|have|did)(?: ?not|n['’]?t)(?: \S+){0,3} (?:accept|transmit|relay)
    not receive (?:this|your)|unable to (?:\S+ ){0,2}deliver|undeliver|non-?deliver|not delivered
    failed permanently|permanent (?:fatal )?error|has failed|postponed
    deliver\w*\b.{0,60}(?:fail|delay|error|problem|abort|not possible|impossible|unsuccess|attempts)
    (?:fail|delay|error|problem)\w*\b.{0,60}\b(?:deliver|recipient)
    (?:was|has been|have been|is being|were) (?:automatically )?(?:returned|rejected|bounced)
    (?:was|has been|have been|is being|were) (?:automatically )?(?:delayed|refused|blocked)
    following (?:address|recipient|destination)|addresses had|no valid recipients
    (?:mail|message) (?:was )?(?:rejected|returned|refused|bounced)|transcript of session
    returned (?:mail|message|to sender)|error (?:message )?(?:below|description|detail|was)
    encountered .{0,30}(?:error|problem)|error was detected|invalid (?:user|final)
    unknown (?:user|host)|user unknown|no such user|(?:over|exceed\w*) .{0,20}quota|quota exceed
    mailbox .{0,40}(?:full|unavailable)|unsent message|failure reasons?|server response
    doesn['’]?t have an? \S+ account|disabled or|(?:4|5)\d\d[ -][45]\.\d\.\d|^\s*[45]\d\d[ -]+\S
    reject(?:ed|s|ing) (?:the |this |your )?(?:recipient|address|message)
    did not (?:exactly )?match|is being held|technical details of|does not (?:like|exist)
    giving up|given up|will be retried|not accepted|no longer (?:valid|exist)
    # German, Dutch, Nordic
    konnte nicht|nicht zu(?:gestellt|stell)|unzustellbar|nicht (?:gesendet|erreicht)
    fehlgeschlagen|niet (?:worden )?(?:afgeleverd|bezorgd|bereikt)|kon niet
    kunde inte|kunne ikke|ei voitu
    # French, Spanish, Italian, Portuguese
    n['’]a (?:pas|pu)|n['’]ont pas|échoué|impossible (?:de|d['’])|non (?:remis|délivré|distribué)
    no se (?:ha |pudo |puede |han )|no (?:pudo|fue|ha sido) .{0,12}entreg|devuelto|rechazad
    non (?:è stato|può|è) (?:\S+ )?(?:recapit|consegn|possib)|impossibile
    não (?:foi|pôde|pode|possível)
    # Polish, Czech, Hungarian, Turkish, Russian
    nie (?:mógł|można|zosta|udało)|nelze|nebyl\w* doručen|nem (?:sikerült|lehet)|iletilemedi
    не (?:может|был|удал|смог|доставл|могло)|невозможно|отклонен|возвращ|не существует
    # Japanese, Chinese, Korean
    (?:送信|配信|配送|届け|転送|送達|配達).{0,16}(?:でき|失敗|エラー|ません)|見つかり|存在し|遅延
    无法|無法|不能|未能|没有|失败|失敗|退回|退信|不存在|被拒|배달|전송|찾을 수 없
    リストにありません
""")
# Words that begin nothing but a report about "your message".
OPENING = any_of(
    r"""
    this (?:is|message was|report|mail|e-?mail).{0,60}(?:automatic|generated|delivery|returned)
    this (?:is|message was|report).{0,60}(?:mail (?:system|delivery)|permanent error)
    hi\. this is the|the original message was received|delivery (?:to|of|has|failed|attempt)
    (?:your|the(?: following)?) (?:e-?mail|message|mail)\b.{0,100}(?:not|n['’]t|undeliver)
    (?:your|the(?: following)?) (?:e-?mail|message|mail)\b.{0,100}(?:return|reject|delay|fail)
    a message (?:that you sent|you sent|could|from you)|non-?delivery|undeliver|returned mail
    message (?:delivery|could|was|not)|the following (?:address|recipient|message)
    failed to deliver|unable to deliver|could not be delivered
    sorry,? (?:your|we|i)\b.{0,40}(?:message|deliver)
    we (?:were|are) (?:un|not )able to deliver|error: |mail(?:enable)?: |this user doesn['’]?t
    i(?:['’]m| am) (?:sorry|afraid) .{0,30}(?:deliver|mail)|<?\S+@\S+>?:?\s*$
    # German, French, Spanish, Russian
    ihre (?:nachricht|e-?mail|mail)\b.{0,80}(?:nicht|konnte)
    dies(?:e|es) (?:ist|nachricht|e-?mail)\b.{0,60}automat
    votre message n|ce (?:message|courriel).{0,60}automat|su mensaje (?:no|a )
    это (?:письмо|сообщение) (?:создан|сгенер|отправл)
    # Japanese, Chinese
    このメール|次の|お客様|あなたの|以下|这是|您|此邮件
    """,
    start=r"[\s*=#_.>-]*",
)
DELAYED = any_of(r"""
    (?:will|be) (?:be )?re-?(?:tri|try|attempt)|will (?:continue|keep)|being retried
    not yet (?:been )?deliver|has been delayed|delivery (?:delayed|attempts will)
    no action is required|do(?: not|n['’]?t) (?:need to )?resend|transient|still (?:being|trying)
    delays? in delivering|this is (?:only )?a warning|warning message only|you do not need to
    (?:wird|werden) weiter|noch nicht|nouvelle tentative|se (?:seguirá|volverá)
    будут? (?:продолж|повтор)|再送を(?:試|続)|継続して|遅延
""")
DELAYED_SUBJECT = any_of(r"delay|warning|still being retried|verzöger|retard|aplazad|遅延")

# Where our own mail begins, returned inside a text.
RETURNED = any_of(
    r"""
    (?:start|beginning) of returned|begin(?:ning)? of (?:original|message)|below this line is
    (?:this is )?a? ?copy of (?:the|your)|original (?:message|mail|headers?)
    (?:unsent|returned|undelivered|rejected|enclosed) (?:message|mail)
    (?:failed|your|the original) (?:message|mail) (?:follows|headers?|below|is$|was$|:$)
    message (?:headers?|text|contents?) follow|(?:here is|included is) a copy|message header
    old message|header of the|the (?:original|header|first|unsent)
    (?:received|return-path|x-[\w-]+):|text of|forwarded message|headers? (?:of|from)
    ursprüngliche|message d['’]origine|mensaje original|исходное|копия|元のメール
    原始邮件|原邮件|原郵件
    """,
    start=r"^[ \t>*|]*(?:[-=+_*]{2,}[ \t]*)?",
)
# Lines that name addresses which are not the one that failed.
OTHERS = any_of(
    r"""
    (?:message-?id|in-reply-to|references|from|sender|reply-to|subject|mail from|cc)\s*[:<]
    (?:return-path|original sender|reporting-mta|remote-mta|sender-mta|by|von|de|da)\s*[:<]
    """,
    start=r"\s*[\w -]{0,20}",
)
