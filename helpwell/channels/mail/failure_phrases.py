"""How mail systems word the reasons of failures: one idea a line, by language.

`{who}` stands for the words for an address, `{gone}` for those that say that it is not there,
`{between}` for what may stand between. All are lower case and matched on one line.
"""

from helpwell.channels.mail.phrases import joined

WHO = (
    r"(?:users?|user-?id|user ?name|recipients?|addressee|mail ?box(?:es)?|address(?:es)?|account"
    r"|alias|person|login|local[- ]part|destination)"
)
BETWEEN = (
    r"(?:(?:final|e-?mail|local|virtual|remote|domain|delivery|destination|smtp|envelope) ){0,4}"
)
BOX = r"(?:mail ?box|mail ?folder|maildir|inbox|mail file|mail ?drop|accounts?)"
GONE = f"""(?:{
    joined(r'''
    not found|unknown|not known|not exist|non-?existent|isn['’]?t valid|not ok\b|has no mailbox
    (?:does|do|did)(?: not|n['’]?t) (?:exist|appear)|missing home directory
    (?:is|was|are) (?:not valid|invalid|unknown|wrong|incorrect)
    (?:is|are) not (?:a |an |the )?(?:valid|known|local|listed|active|existing|recogni[sz]ed)
    (?:is|are) not (?:registered|our)
    not (?:listed|present|registered|recogni[sz]ed|valid)|(?:could|can)(?: ?not|n['’]t) be found
    was(?: not|n['’]?t) found|couldn['’]?t be found|no longer (?:exists?|valid|available|accepts)
    is no longer (?:valid|available|in use|active|used|here|on)
''')
})"""

SENDER_REFUSED = r"""
    sender (?:verif|address rejected|is not|not |domain|rejected|denied|refused)
    (?:invalid|bad|unknown|unresolvable|blocked) (?:sender|return)|sender['’]s (?:domain|mail)
    \bbatv\b|backscatter|list of senders|bogus mail from|[ée]metteur|third-party dsn|unsigned dsn
    valid from:|not owned by|sender (?:isn|must)|senderfilter
    domain of sender|sender address|mail from (?:domain|rejected)|callout|originator
    # the host that sent it
    ptr (?:record|resource)|no ptr|reverse (?:dns|lookup|name|host)|rdns|fix reverse
    cannot (?:find|resolve) your|client (?:host|address|ip)|(?:invalid|bad) (?:helo|ehlo)
    \b(?:helo|ehlo) (?:command |argument )?(?:reject|invalid|denied|host|name|must)
    (?:your|sending) (?:host|ip|mail server|server|domain)\b
"""
MAILBOX_FULL = r"""
    (?:over|exceed\w*|reached|beyond|out of|above|overdrawn)\b.{0,40}\bquota
    quota\b.{0,40}(?:exceed|full|reached|over|violat|limit)|over ?-?quota|quota ?exceed
    {box}\b.{0,60}(?:\bfull\b|exceed|overdrawn|over (?:the|its|their|size)|out of (?:storage|space))
    full mailbox|(?:not|n['’]t have) (?:have )?enough (?:free )?(?:storage|space|disk|room)
    no space left
    insufficient (?:storage|disk|space|system storage|system resources)|too much (?:mail|storage)
    space has been used up|system full
    disk (?:quota|is full|full|space)|storage (?:space|limit|quota|exceed)|out of storage|no room in
    (?:number of|too many) messages in .{0,30}mailbox
    # German, French, Spanish, Italian, Portuguese
    (?:postfach|mailbox|speicher\w*|quota)\b.{0,60}(?:voll|überschritten|erschöpft)
    (?:bo[iî]te|quota|messagerie)\b.{0,60}(?:plein|dépassé|satur)
    (?:buz[oó]n|casilla|cuota|bandeja|cuenta)\b.{0,60}(?:llen[oa]|excedi|super[oó]|sin espacio)
    (?:casella|cassetta|quota|spazio)\b.{0,60}(?:pien[oa]|superat|esaurit)
    (?:caixa|quota|cota)\b.{0,60}(?:chei[oa]|excedi|lotad|ultrapass)
    # Dutch, Swedish, Polish
    postvak\w*\b.{0,60}\bvol\b|(?:postlåda|brevlåda)\w*\b.{0,60}full\b
    skrzynk\w*\b.{0,60}(?:pełn|przepełn)|limit\w* .{0,30}skrzynki
    # Russian, Japanese, Chinese
    (?:ящик|квот|почтов).{0,60}(?:переполнен|превы|заполнен)|переполнен
    空き容量|容量(?:不足|がありません|がない)
    (?:メールボックス|容量|受信|ボックス).{0,30}(?:いっぱい|一杯|超え|超過|満杯|オーバー)
    (?:邮箱|郵箱|信箱|空间|空間|容量).{0,20}(?:满|滿|不足|超出|超过|超過)
"""
TOO_LARGE = r"""
    message\b.{0,30}\b(?:size|length)\b.{0,40}(?:exceed|too|limit|larg|maximum)
    too (?:large|big)|(?:message|mail|e-?mail|file) (?:is |was )?too long|larger than the
    (?:size|length) limit|(?:maximum|max|fixed maximum)\b.{0,30}\b(?:message )?size
    exceed\w*\b.{0,40}\b(?:message|mail|limit)\b.{0,10}size|size\b.{0,20}exceed
    (?:nachricht|mail)\b.{0,40}zu groß|trop volumineux|demasiado grande
    troppo grande|(?:muito|demasiado) grande|слишком (?:велик|больш)|太大|過大|大きすぎ
    limite du message|サイズ.{0,20}(?:超|大き)
"""
GREYLISTED = r"""
    gr[ea]y-?list|temporarily deferred|deferred due|(?:please|and) (?:try|retry) (?:again )?later
    try (?:your message |it )?again later|temporary (?:lookup|local|resource|mailbox|server)
    temporarily (?:disabled|suspended|locked|unavailable|rejected|blocked|rate)
"""
USER_UNKNOWN = r"""
    (?:unknown|no such|invalid|non-?exist\w*|illegal|undefined) (?:or \w+ )?{between}{who}\b
    (?:bad|wrong|unrecogni[sz]ed) (?:or \w+ )?{between}{who}\b
    \b{who}\b.{0,80}?{gone}
    does(?: not|n['’]?t) have an? \S+ account|no mail ?box (?:here|found|available|by)
    not listed in (?:domino|the|public|director)|not in (?:my|the|our) (?:\S+ )?(?:list|director)
    recip(?:ient)?notfound|resolver\.adr\.(?!exrecip)|you tried to reach (?:does not|is not)
    no one at this address|there is no (?:user|such)|not our customer|no such customer
    recipient address rejected: (?:access denied|invalid|unverified|undeliver)
    recipient address rejected: (?:\S+ \(in reply|\S+$)|delivery to this address is restricted
    no matches to nameserver query|invalid[- ]recipient|recipients? (?:was|were) undeliverable
    mailbox (?:is |name )?(?:unavailable|not allowed|invalid|inactive|not available)
    cannot route mail to user|no valid recipients|final e-?mail delivery point
    badrcptto|badrecipientto|validrcptto|not? (?:a )?local address|can['’]?t accept user
    (?:address|recipient|user) (?:is )?not (?:exist|here|in)\b|unable to verify user
    # German, Dutch, Swedish
    (?:empfänger|benutzer|adressat|adresse|postfach|konto)\w*\b.{0,60}(?:unbekannt|ungültig)
    (?:empfänger|benutzer|adressat|adresse|postfach|konto)\w*\b.{0,60}existier\w* nicht
    (?:empfänger|benutzer|adresse|postfach)\w*\b.{0,60}nicht (?:gefunden|bekannt|vorhanden|existier)
    unbekannter? (?:empfänger|benutzer)|gibt es nicht|nieznany (?:użytkownik|odbiorca|adres)
    (?:gebruiker|ontvanger|adres|postvak)\w*\b.{0,60}(?:onbekend|bestaat niet|ongeldig)
    (?:gebruiker|ontvanger|adres|postvak)\w*\b.{0,60}niet (?:gevonden|bestaa)
    (?:användare|mottagare|adress)\w*\b.{0,60}(?:okänd|finns inte|hittades inte|inte hitta)
    # French, Spanish, Italian, Portuguese
    (?:adresse|destinataire|utilisateur|bo[iî]te|compte)\b.{0,80}(?:inconnu|invalide|n['’ ]existe p)
    (?:adresse|destinataire|utilisateur|bo[iî]te)\b.{0,80}(?:introuvable|inexistant|non recens)
    (?:adresse|destinataire|utilisateur)\b.{0,80}(?:pas été trouv|pas valide)|utilisateur inconnu
    (?:usuario|destinatario|direcci[oó]n|buz[oó]n|cuenta|casilla)\b.{0,60}(?:desconocid|no existe)
    (?:usuario|destinatario|direcci[oó]n|buz[oó]n|cuenta|casilla)\b.{0,60}(?:inv[aá]lid|inexistente)
    (?:usuario|destinatario|direcci[oó]n)\b.{0,60}(?:no es v[aá]lid|incorrect|no (?:se ha )?encontr)
    no existe (?:dich|es[ae]|el|la) |no se encontr[oó] (?:la|el)\b
    (?:utente|destinatario|indirizzo|casella)\b.{0,60}(?:sconosciut|non esiste|inesistente|errat)
    (?:utente|destinatario|indirizzo|casella)\b.{0,60}(?:non (?:è stato )?trovat|non valid)
    nessun utente|indirizzo inesistente
    (?:usu[aá]rio|utilizador|destinat[aá]rio|endere[cç]o|caixa)\b.{0,60}(?:desconhecid|n[aã]o exist)
    (?:usu[aá]rio|utilizador|destinat[aá]rio|endere[cç]o|caixa)\b.{0,60}(?:inexistente|inv[aá]lid)
    (?:usu[aá]rio|destinat[aá]rio|endere[cç]o)\b.{0,60}n[aã]o (?:foi |p[oô]de ser )?encontrad
    # Polish, Czech, Turkish, Russian
    (?:użytkownik|odbiorc|adres|skrzynk|konto)\w*\b.{0,60}(?:nieznan|nie istnieje|nieprawidłow)
    (?:użytkownik|odbiorc|adres|skrzynk)\w*\b.{0,60}(?:nie znaleziono|nie (?:można|udało) .{0,20}zn)
    (?:uživatel|příjemc|adres|schránk)\w*\b.{0,60}(?:neexistuj|neznám|nebyl\w* nalezen)
    (?:kullanıcı|alıcı|adres)\w*\b.{0,60}(?:bulunamadı|bilinmiyor|mevcut değil|geçersiz)
    (?:пользовател|получател|адрес|ящик|аккаунт|учетн).{0,60}(?:неизвест|не существ|не найден|невер)
    (?:пользовател|получател|адрес|ящик|аккаунт).{0,60}(?:недействит|не зарегистр|отсутств)
    (?:такого пользователя|таких) нет|нет такого|несуществующ
    неизвестный (?:получател|пользовател|адрес)
    # Japanese, Chinese, Korean
    (?:宛先|あて先|メールアドレス|送信先|受信者|ユーザー?|アドレス).{0,40}(?:見つか|存在し|不明|正しく)
    (?:宛先|あて先|メールアドレス|送信先|受信者|ユーザー?|アドレス).{0,40}(?:間違|ありません|無効|誤り)
    ディレクトリ.{0,14}(?:リストにありません|見つかりません)
    (?:收件人|收件者|收信人|用户|用戶|使用者|帐号|账号|帳號|邮箱|郵箱|信箱|地址).{0,20}(?:不存在|未找到|找不到)
    (?:收件人|收件者|收信人|用户|用戶|使用者|帐号|账号|帳號|邮箱|郵箱|信箱|地址).{0,20}(?:无效|無效|不正确|不正確)
    (?:사용자|수신자|주소).{0,30}(?:없|찾을 수|존재하지)
"""
DISABLED = r"""
    \b{who}\b.{0,80}?\b(?:disabled|discontinued|deactivated|inactive|suspended|closed|cancel+ed)
    \b{who}\b.{0,80}?\b(?:terminated|deleted|locked|frozen|has expired|not active|archived)
    \b{who}\b.{0,80}?(?:no longer active|abandoned|unable to receive)
    \b{who}\b.{0,80}?not (?:currently )?accepting(?! mail (?:with|from))
    (?:inactive|disabled|suspended|closed|deactivated|expired|archived) {who}
    (?:konto|postfach)\b.{0,40}(?:gesperrt|deaktiviert|geschlossen|gelöscht)
    (?:compte|bo[iî]te)\b.{0,40}(?:désactivé|fermé|suspendu|supprimé|clôtur)
    (?:cuenta|buz[oó]n)\b.{0,40}(?:desactivad|deshabilitad|suspendid|cancelad|inactiv)
    casella\b.{0,40}(?:disattivat|disabilitat|sospes|chius)
    (?:conta|caixa)\b.{0,40}(?:desativad|desabilitad|suspens|cancelad|inativ)
    (?:ящик|аккаунт|пользовател).{0,40}(?:отключ|заблокир|удален|удалён|неактив)
    (?:帐号|账号|邮箱|用户).{0,20}(?:禁用|停用|冻结|注销)
"""
MOVED = r"""
    has (?:been )?(?:moved (?:to|away)|replaced by|migrated to)|left the company
    (?:user|mailbox|address|recipient) (?:has )?(?:moved|changed)|please use .{0,30}new address
    no longer (?:on (?:this )?server|employed|works? (?:here|at|for)|with (?:us|the|this))
"""
ACCEPTS_NO_MAIL = r"""
    (?:does|do)(?: not|n['’]?t) accept (?:any )?(?:e-?)?mails?\b(?! from)|null ?-?mx|no smtp service
    type=mx: malformed or unexpected name server reply
    (?:host|domain|server) (?:accepts no|never accepts)|no mail (?:server|exchanger) for
"""
NETWORK = r"""
    host not found, try again|temporary (?:name|dns)|name server timeout|server ?fail
    dns lookup error|name lookup failure
    malformed (?:or unexpected )?name server|resolve route
    dns (?:lookup )?(?:timeout|server failure|server returned general|failure|lookup failed|soft)
    no relevant answers|could not contact dns|no (?:usable )?answers?\b.{0,20}(?:dns|host)
"""
HOST_UNKNOWN = r"""
    (?:unknown|no such|invalid) (?:mail |destination )?(?:host|domain)|could not find a gateway
    (?:host|domain)(?: or domain)?(?: name)?\b.{0,60}?(?:not found|unknown|non-?existent|invalid)
    (?:host|domain)(?: name)?\b.{0,60}?(?:does(?: not|n['’]?t) exist|no longer exists|must exist)
    (?:host|domain)(?: name)?\b.{0,60}?(?:cannot be resolved|couldn['’]?t be found|not exist)
    (?:host|domain)(?: name)?\b.{0,60}?(?:is not known|isn['’]?t valid)|bad (?:domain|host) name
    unrout(?:e)?able (?:mail )?(?:address|domain)|nxdomain|name or service not known
    no route (?:for|to (?:the )?(?:domain|address|recipient))|point to non-?existent
    lookups failed permanently|no mx (?:record|or)|couldn['’]?t find any host|domain (?:is )?expired
    unable to (?:resolve|find) (?:the )?(?:domain|host)
    domäne? .{0,40}(?:existiert nicht|unbekannt)|domaine\b.{0,40}(?:inconnu|n['’]existe)
    dominio\b.{0,40}(?:no existe|inesistente|non esiste|desconocid)|домен.{0,40}не (?:сущ|найд)
    ドメイン.{0,30}(?:見つか|存在|不明)|域名.{0,20}(?:不存在|错误|无效)
"""
RELAYING_DENIED = r"""
    relay(?:ing)?\b.{0,40}(?:denied|not permitted|prohibited|not allowed|refused|disallowed|error)
    (?:un)?able to relay|(?:cannot|can ?not|do(?:es)? not|won['’]t|no) relay|no relaying|rcpthosts
    not a gateway|not permitted to relay|relaynotpermitted|(?:as an?|an? open|insecure mail) relay
    relaying mail to|to relay mail|not (?:a )?local host|(?:handle|accept) mail for
"""
SPAM = r"""
    spam|junk|unsolicited|bulk (?:e-?)?mail|\buce\b|virus|malware|infected|phish|worm\b
    suspicious|fraud|content (?:filter|reject|denied|violation|restrict)|blacklist(?:ed)? url
    executable attachment|スパム|迷惑|ウイルス|垃圾|病毒|спам|вирус
"""
BLOCKED = r"""
    block(?:ed|list|ing)|black ?list|deny ?list|dnsbl|\brbl\b|reputation|banned|\bbarred\b|firewall
    policy|policies|denied|not authori[sz]ed|unauthori[sz]ed|authenticat|\bspf\b|dkim|dmarc|\brst\.
    members-only|non-member|closed (?:mailing )?list|not subscribed|organi[sz]ational settings
    low priority|protocol violation|captcha|images or other attachments|does not accept mail from
    white ?list|allow ?list|before greeting|not allowed|not permitted|permission to
    prohibit|restrict|forbidden|abus|refused|rejected by
    (?:message|mail|e-?mail|connection|transaction|content)\b.{0,40}(?:rejected|refused|declined)
    (?:rejected|refused|declined) (?:your|the|this|for|due|because)|not accepted
    email preferences|verify (?:your|that)|starttls|encrypt|tls\b
    geblockt|blockiert|bloqu[ée]|bloquead|bloccat|заблокир|ブロック
    拒否|拒绝|拒絕|拒收|отклонен|запрещ|abgelehnt|refusé|rechaz|rifiutat|recusad
"""
TOO_MANY = r"""
    maximum connection|trop de connexions
    too many (?!hops|received)|rate[- ]?limit|throttl|limit exceeded|slow down
    exceed\w*\b.{0,40}(?:rate|per (?:hour|minute|day)|limit|connections|recipients)
    too (?:fast|frequent|quickly)|at a rate|threshold|unable to process connection
"""
EXPIRED = r"""
    timed? ?-?out|time-?out|expired|(?:retry|delivery|maximum|queue)[- ]time|time[- ]expired
    not been collected|(?:un)?able to (?:connect|contact|reach|establish|initiate)|unreachable
    not reach(?:able|ed)|giving up|failed \d+ attempts|no answer|not responding|too long
    could not (?:connect|initiate|establish|be contacted|reach|complete)|lost connection
    connection (?:was )?(?:dropped|refused|reset|lost|closed|failed|error)
    numerous attempts|requests? to connect
    failing for a long|did not respond|multiple retries|for more than
    not within|delivered within|within \d+|(?:after|for) \d+ (?:hours?|days?|attempts?)
    unavailable or busy
    # German, French, Spanish, Italian, Portuguese
    antwortet nicht|zeitüberschreitung|nicht erreichbar|ne répond pas|délai (?:dépassé|expiré)
    no responde|tiempo de espera|non risponde|tempo (?:scaduto|esgotado|limite)
    não (?:está respond|respond)
    # Russian, Japanese, Chinese
    не отвечает|(?:время|срок) .{0,20}истек|応答が(?:ありません|ない)|タイムアウト|接続でき
    没有响应|沒有回應|超时|逾時|连接(?:失败|被)
    no route to host|network (?:is|error|problem)|aborted after|delivery (?:attempts|period)
"""
CONTENT = r"""
    headers? (?:error|too|line)|attachment (?:type|name|not)|line (?:is )?too|8-?bit|conversion
    (?:bad|invalid|improper|malformed|illegal|duplicate|missing)\b.{0,20}(?:header|message|mime)
    (?:bad|invalid|improper|illegal)\b.{0,20}(?:character|charset|line|attachment)
    \brfc ?-?\d{3,4}|not rfc|bare (?:lf|cr)|message format|binary content|base64|resent-from
    no .{0,16}field given
    without \S+ fields
"""
SYSTEM = r"""
    loop|too many (?:hops|received)|local (?:error|problem|config)|i/o error
    temporary (?:failure|error|problem)
    system (?:error|not capable|config|problem|resource|failure)|permission denied|out of memory
    can(?:no|['’])t (?:create|open|write|append|lock|chdir)|command (?:died|output|failed|time)
    internal (?:server )?error|software error|server (?:error|is)|service (?:not|un)available
    interrupted system call|queue file|transaction failed|currently unavailable
    configuration|lmtp error|delivery to (?:pipe|file|command)|child process|unexpected
    not unique|several matches|processing error|mailer error|ambiguous|protocol error
    exit(?:ed)? (?:status|code|with)|out of sequence|syntax error|bad sequence|storage allocation
    encountered an error|local delivery failed|hop count|best-preference mx|could not retrieve
    no such file or directory|command not (?:implemented|recogni)|unrecogni[sz]ed command
    \b(?:00010256|000d06b5|00120270|000b0981)\b
"""
WORDS = {"{who}": WHO, "{gone}": GONE, "{between}": BETWEEN, "{box}": BOX}
