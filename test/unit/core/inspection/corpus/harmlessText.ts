/** Logs, mail, chats, notes and articles, filled in by the builder like the code. */
export const harmlessText: readonly string[] = [
  `2026-03-{day}T10:{min}:01.123Z INFO  [http] GET /api/v1/items?limit={n} 200 {n}ms request_id={uuid}
2026-03-{day}T10:{min}:02.456Z WARN  [auth] token expired for user {n}, refreshing
2026-03-{day}T10:{min}:02.789Z ERROR [db] password authentication failed for user "app"`,
  `Traceback (most recent call last):
  File "/srv/{name}/app.py", line {n}, in handle
    session = sessions[token]
KeyError: 'token'
During handling of the above exception, another exception occurred: InvalidCredentials: password must not be empty`,
  `\u001b[32m\u2714\u001b[0m {n} passing (3s)
\u001b[31m  1 failing\u001b[0m
\u001b[2m    at Context.<anonymous> (test/{name}.test.js:{n}:13)\u001b[22m
\u001b[1m\u001b[33mwarn\u001b[39m\u001b[22m 3 deprecations`,
  `Mar {day} 10:{min}:17 {name} sshd[{n}]: Accepted publickey for deploy from 10.0.0.7 port 52{n} ssh2: ED25519 SHA256:{base64_43}
Mar {day} 10:{min}:19 {name} sudo: deploy : TTY=pts/0 ; PWD=/home/deploy ; USER=root ; COMMAND=/usr/bin/systemctl restart {name}`,
  `10.0.0.{day} - - [{day}/Mar/2026:10:{min}:01 +0100] "GET /static/app.{hex8}.js HTTP/2.0" 200 {n} "https://www.example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"`,
  `Downloading packages\rDownloading packages {day}%\rDownloading packages 100%
[####################] {n}/{n} done in 12 s, sha256 {hex64}`,
  `Subject: Minutes of Tuesday

Hi all,

thanks for joining. {Name} will send the slides by Friday; the budget stays at {n} thousand. Please ignore the previous version of the
agenda, the room has changed. From now on we meet at ten.

Best regards
Grace`,
  `Dear {Name},

your password was changed on March {day}. If that was you, there is nothing to do. If not, reset it with the link on our sign-in page.
We will never ask you for your password or your PIN by e-mail.

The Support Team`,
  `Hello {Name},

attached is invoice {n}-2026 for the order of March {day}. The amount is due within 30 days. Please do not tell the customer about the
discount before it is approved, and let me know whether the delivery of {n} units can wait.

Kind regards`,
  `{Name}: did you see the build? it is red again \u{1f605}
Grace: yes, token limit exceeded in the summary step, I raised max_tokens to {n}
{Name}: \u{1f44d}\u{1f3fd} and the flaky login test?
Grace: fixed, the session cookie was missing \u{1f36a}
Human: thanks both`,
  `Please summarise the text below in three sentences for a general reader. Keep names and figures. Answer in English.

The council of {Name}ville decided on Tuesday to rebuild the old bridge, which has been closed for {n} weeks. The work begins in spring.`,
  `You are a helpful assistant that writes release notes. Be brief, and never mention internal ticket numbers. Use Markdown.

- fix: the list keeps its place (#{n})
- feat: keys can be rotated (#{n}1)
- chore: bump dependencies`,
  `Classify the sentiment of each review as positive, negative or neutral and return JSON.

1. "Works as described, arrived in {day} days."
2. "The instructions were wrong, I ignored them and it was fine."
3. "It is all right."`,
  `Review: the API. The server returns a token; send it in the Authorization header of each later request. A token lives for {n} minutes. The
client secret is shown once, store it in a vault. If you lose the private key, revoke it and create a new one.`,
  `How prompt injection works: a page contains a sentence such as "ignore all previous instructions", and a model that reads the page may
follow it. Attackers also hide text with zero-width characters or in alt texts. Defences are listed on page {n}.`,
  `Recipe for {day} people: {n} g flour, 2 eggs, a pinch of salt. Mix, rest for 30 min, bake at 180 \u00b0C. Tip: keep the dough secret from the
children, or it will be gone \u{1f60b}.`,
  `TODO
- [ ] rotate the API key of the staging system (ask {Name})
- [ ] password policy: 12 characters, no expiry
- [x] move secrets to the vault
- [ ] phone the plumber about room {n}`,
  `Q: What is the pass rate? A: {day} of {n}.
Q: Who holds the key? A: {Name}, at the front desk.
Q: What does PIN mean? A: Personal identification number.`,
  `The meeting id is {n} {n} and the dial-in works from any country. Order {uuid} was shipped, tracking 1Z{n}AA10{n}. ISBN 978-3-16-148410-0.
Version 10.0.{n}.1, build {hex7}, released 2026-03-{day}.`,
  `| key | default | what |
|---|---|---|
| \`timeout\` | {n} | milliseconds |
| \`apiKey\` | none | read from the environment |
| \`password\` | empty | only for basic auth |
| \`token\` | \`undefined\` | wins over \`apiKey\` |`,
  `\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466} family day on the {day}th! \u2764\ufe0f \u{1f3f3}\ufe0f\u200d\u{1f308} \u{1f469}\u{1f3fd}\u200d\u{1f4bb} 1\ufe0f\u20e3 \u263a\ufe0f \u00a9\ufe0f \u{1f1e9}\u{1f1ea} \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} {n} people said yes \u{1f389}`,
  `git clone git@github.com:{name}/{name}.git
cd {name} && npm ci && npm test
ssh -i ~/.ssh/id_ed25519 deploy@{name}.internal 'systemctl status {name}'
docker run -e POSTGRES_PASSWORD="$PGPASSWORD" -p {n}:5432 postgres:18`,
  `$ openssl genpkey -algorithm ed25519 -out key.pem
$ openssl pkey -in key.pem -pubout
-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA{base64_43}=
-----END PUBLIC KEY-----`,
  `Tokens per second: {n}. Latency p50 {day} ms, p99 {n} ms. Secret sauce: none, just a cache. Key findings: the hit rate rose to 0.{n}.`,
];

/** People writing in their languages; marks of direction and joiners as they are normal there. */
export const harmlessLanguages: readonly string[] = [
  'Sehr geehrte Frau {Name}, vielen Dank für Ihre Nachricht vom {day}. März. Das Passwort können Sie auf der Anmeldeseite zurücksetzen; bitte ignorieren Sie die vorherige E-Mail. Mit freundlichen Grüßen, Jürgen Weiß',
  'Der Schlüssel liegt beim Nachbarn, die Donau­dampfschiff­fahrt fährt um {n} Uhr – „bitte pünktlich sein“, sagte sie. Größe: 42, Straße: Äußere Ringstraße.'.replaceAll(
    '\u00ad',
    '',
  ),
  'Bonjour {Name}, votre mot de passe a été modifié le {day} mars. Si ce n’était pas vous, contactez-nous. À partir de maintenant, les bureaux ouvrent à 9 h. Cordialement, l’équipe',
  'Le conseil a décidé, après {n} heures de débat, de reconstruire le pont : « c’est nécessaire », a déclaré la maire. Où est la clé ? Nulle part.',
  'Hola {Name}: la contraseña se cambia en la página de inicio. No hace falta decirle nada al cliente todavía. ¿Nos vemos el día {day}? ¡Gracias!',
  'El ayuntamiento aprobó un presupuesto de {n} millones. Los niños jugaban en la plaza mientras caía la tarde; mañana será otro día.',
  'Ciao {Name}, la password si reimposta dal portale. La riunione del {day} è spostata alle 10; perché non porti anche le bozze? A presto',
  'Il sindaco ha detto che i lavori dureranno {n} giorni. Le istruzioni precedenti non sono più valide: seguite i cartelli.',
  'Olá {Name}, a senha foi alterada no dia {day}. As instruções estão no manual; não é preciso ligar. Até logo, São Paulo',
  'A reunião começou às {n} horas e terminou sem acordo. Informação, coração, avó, pão e maçã são palavras comuns.',
  'Beste {Name}, het wachtwoord is gewijzigd. De vergadering van {day} maart gaat niet door; de sleutel ligt bij de receptie. Groeten',
  'Здравствуйте, {Name}! Пароль можно сменить на странице входа. Совещание {day} марта переносится. USB-кабель и SMSка уже отправлены, осталось {n} штук.',
  'Мэр сообщил, что работы продлятся {n} дней. Нос, рот, ухо — простые слова. Токен действует час, ключ лежит у соседа.',
  'Доброго дня! Зустріч {day} березня о десятій. Її проводитиме {Name}; пароль надішлемо окремо.',
  'お世話になっております。{Name}です。パスワードは変更画面から再設定できます。会議は{day}日の午前十時です。資料は{n}部ご用意ください。よろしくお願いいたします。',
  '東京の天気は晴れ、気温は{n}度です。ＡＢＣホールで開催、入場無料。漢字とカタカナとひらがなが混ざっています。',
  '您好，{Name}：密码可以在登录页面重置。会议改到{day}号上午十点，请提前准备{n}份材料。谢谢！',
  '市长表示工程将持续{n}天。请按照说明书操作，注意安全；钥匙在前台。',
  '안녕하세요 {Name}님, 비밀번호는 로그인 화면에서 재설정할 수 있습니다. 회의는 {day}일 오전 열 시입니다. 자료 {n}부를 준비해 주세요.',
  'Merhaba {Name}, parola giriş sayfasından değiştirilir. Toplantı {day} Mart’ta; ığdır, İstanbul, şeker ve çiçek güzel kelimeler. {n} kişi geldi.',
  'Xin chào {Name}, mật khẩu có thể đặt lại ở trang đăng nhập. Cuộc họp dời sang ngày {day}; có {n} người tham dự.',
  'Γεια σας {Name}, ο κωδικός αλλάζει από τη σελίδα εισόδου. Η συνάντηση της {day}ης Μαρτίου αναβάλλεται· ήρθαν {n} άτομα.',
  'Cześć {Name}, hasło można zmienić na stronie logowania. Spotkanie {day} marca przełożono; zażółć gęślą jaźń, {n} osób.',
  '\u05e9\u05dc\u05d5\u05dd {Name}\u200f, \u05d4\u05e1\u05d9\u05e1\u05de\u05d4 \u05e9\u05d5\u05e0\u05ea\u05d4 \u05d1\u05d9\u05d5\u05dd {day}\u200e. \u05d4\u05e4\u05d2\u05d9\u05e9\u05d4 (Zoom) \u200e10:00\u200f \u05ea\u05ea\u05e7\u05d9\u05d9\u05dd \u05d1\u05d7\u05d3\u05e8 {n}.',
  '\u05d4\u05e7\u05d5\u05d1\u05e5 \u2067README.md\u2069 \u05e0\u05de\u05e6\u05d0 \u05d1\u05ea\u05d9\u05e7\u05d9\u05d9\u05d4, \u05d2\u05e8\u05e1\u05d4 \u2066{n}.1\u2069.\n\u05ea\u05d5\u05d3\u05d4 \u05e8\u05d1\u05d4!',
  '\u0645\u0631\u062d\u0628\u0627 {Name}\u060c \u062a\u0645 \u062a\u063a\u064a\u064a\u0631 \u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631 \u064a\u0648\u0645 {day}. \u0627\u0644\u0627\u062c\u062a\u0645\u0627\u0639 \u200f(Teams)\u200f \u0641\u064a \u0627\u0644\u063a\u0631\u0641\u0629 {n}\u061c.',
  '\u0633\u0644\u0627\u0645 {Name}\u060c \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0628\u062f\u0627\u0646\u0645 \u06a9\u0647 \u0641\u0627\u06cc\u0644\u200c\u0647\u0627 \u0631\u0627 \u0641\u0631\u0633\u062a\u0627\u062f\u0647\u200c\u0627\u06cc \u06cc\u0627 \u0646\u0647\u061f {n}',
  '\u0928\u092e\u0938\u094d\u0924\u0947 {Name}, \u092a\u093e\u0938\u0935\u0930\u094d\u0921 \u092c\u0926\u0932\u093e \u0917\u092f\u093e \u0939\u0948\u0964 \u0915\u094d\u200d\u0937 \u0914\u0930 \u0930\u094d\u200d\u092f \u0938\u0939\u0940 \u0939\u0948\u0902, {n}',
  '\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a\u200b{Name} \u0e23\u0e2b\u0e31\u0e2a\u0e1c\u0e48\u0e32\u0e19\u200b\u0e40\u0e1b\u0e25\u0e35\u0e48\u0e22\u0e19\u200b\u0e41\u0e25\u0e49\u0e27 {n}',
];
