import { readDate } from './dates.ts';

/**
 * Lines that speak to the reader of the site and not of the news. Whole short lines only: loosely matched, such
 * phrases cost more text than they clean.
 */
const LINES: readonly RegExp[] = [
  /^(advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|reklama|annonce|annons|sponsored( content)?|promoted)[:.]?$/i,
  /^(share|share this( article| story| post)?|share on .{0,20}|tweet|e-?mail|print|save|copy link|comments?|leave a (reply|comment)|no comments yet|\d+ comments?|top rated comments|key event|(article|story) continues below.{0,20}|click here (to|for) .{2,120}|watch now|view photos|subscribe|table of contents|in this article|on this page|jump to|teilen|kommentare|partager|compartir|condividi|del|dela|listen|listen to this (article|story).{0,20}|поделиться|شارك|シェア|ツイート|分享|공유)[:.!]?$/i,
  /^(sign up|subscribe|log in|sign in|register|join|follow us|download) .{0,80}$/i,
  /^(image|photo|picture|video|foto|bild|credit|source|quelle|fuente)( (source|credit|caption|by))?\s*[:,/|].{0,120}$/i,
  /^(©|\(c\)|copyright\b).{0,150}$/i,
  /^[^©]{0,150}©\s?\p{L}.{0,60}$/u,
  /^(published|updated|last updated|posted|stand|aktualisiert|zuletzt aktualisiert|veröffentlicht|publicado|actualizado|publié|mis à jour|publisert|oppdatert|publicerad|uppdaterad|aktualizacja|pubblicato|aggiornato)( on| at| am| el| le| il)?\s*:?.{0,60}\d.{0,30}$/i,
  /^(\p{L}{2,10}\.?,?\s*)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*,?\s*(\d{1,2}[:.]\d{2})?( uhr| h)?$/iu,
  /^\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일][\d\s:：時시分분秒초()（）月火水木金土日]{0,20}$/,
  /^\d{1,3}\s?(\/\s?\d{1,3}|min\.?|min(utes?)? read|minuten lesezeit)$/i,
  /^(get in touch with|contact (us|the)|email us|do you have a (story|tip)|have a (tip|story)|got a (tip|story)|reach the reporters?|for more stories like this|like us on facebook|this is a breaking (new|news) story|more to follow|follow .{2,60} on (twitter|x|facebook|instagram)).{0,180}$/i,
  // Calls to subscribe or follow.
  /^(get|sign|subscribe|join|follow|receive|abonnier\w*|folg\w*|jetzt|hier|suscr[ií]b\w*|abonnez|inscrivez|iscriviti|melde)\b.{0,150}\b(newsletters?|whatsapp|inbox|telegram)\b.{0,80}$/i,
  /\b(sign up|subscribe) (for|to) (our|my|the) .{0,60}\b(newsletters?|updates|e-?mails?)\b/i,
  /^(already (an? )?(subscriber|member|subscribed|registered)|have an account|bereits (abonn|registriert|kunde)|déjà abonné|¿?ya (es|eres) suscriptor|sei già abbonato).{0,160}$/i,
  /^(volg|mis|download|blijf|følg|följ|ladda ner|laden sie|scarica|téléchargez|descarga|baixe|subskrybuj|zapisz się|dołącz|подпис\p{L}+|следите)\b.{0,120}\b(app|nieuwsbrief|nyhetsbrev|newsletter|boletín|whatsapp|telegram|instagram|facebook|канал\p{L}*|телеграм\p{L}*)\b.{0,80}$/iu,
  /^(heb je|heeft u|har du|haben sie|hast du|avez-vous|vous avez|¿?tiene?s|hai) (een|ett|et|einen?|une?|una?) (tip|opmerking|tips|hinweis|fehler|information|info|pista|segnalazione)\b.{0,140}$/i,
  // The address of who wrote, alone, and who may copy it.
  /^[\w.+-]{2,40}@[\w-]{2,40}(\.[\w-]{2,20}){1,3}$/,
  /^<?\s?(저작권자|ⓒ|무단\s?전재).{0,80}$/,
  /^(미디어|본 기사).{0,40}무단.{0,40}$/,
  // What only subscribers read.
  /^(som prenumerant|som abonnent|als abonnent|as a subscriber|en tant qu['’]abonnée?|como suscriptor|como assinante|in qualità di abbonato|jako prenumerator)\b.{0,150}$/i,
  /^(redan prenumerant|er du allerede abonnent|ben je al abonnee|jesteś już prenumeratorem|уже подписаны|déjà abonnée?|abbonato\?)\b.{0,80}$/i,
  /^(läs vidare|les videre|lees verder|lesen sie weiter|czytaj dalej|lire la suite|sigue leyendo|continua a leggere|continue lendo|læs videre|jatka lukemista)\b(?!.{0,60}\.$).{0,80}$/i,
  /^(この記事は|続きを読むには|ログインして|会員登録|残り\s?\d+文字|有料会員|登录后|登入後|订阅后|로그인 후).{0,80}$/,
  /^(dieser (artikel|text|beitrag|inhalt) ist (exklusiv |nur )?(für|mit)|jetzt (weiterlesen|abonnieren|testen)|sie haben noch kein abo|(cet|l['’]) ?article est réservé|il vous reste \d+.{0,5}% de cet article|(este|esta) (contenido|artículo|noticia) es (exclusiv[oa]|solo)|contenido exclusivo|conteúdo exclusivo|(questo )?articolo riservato|questo articolo è riservato|dit artikel is (alleen|exclusief)|pozostało (jeszcze )?\d+%|artykuł dostępny tylko|(den här|denne) (artikeln|artikkelen|artikel) (är|er) (för|for)|материал доступен только)(?=\P{L}).{0,140}$/iu,
  /^(this (article|story|content) is (only )?(for|available (only )?to|reserved for|exclusive to) .{0,30}(subscribers|members)|(become|subscribe|log ?in|sign ?in|join) .{0,40}to (continue|keep|read|unlock)\b).{0,120}$/i,
  // What a link pays the outlet.
  /\b((contains?|includes?|through|use|our)\b.{0,30} affiliate links?|(earn|receive|get|paid) (us )?(an? )?((small|affiliate|referral) )?commissions?)\b/i,
  /^(tags?|filed under|schlagwort(e|er)?|etiquetas|mots-clés)\s*:\s?.{1,200}$/i,
  // Who edited, in Chinese and Japanese; tags.
  /^[（(【\s]*(责编|责任编辑|責任編輯|编辑|編輯|校对|审核|記者|记者|文|来源|來源|出典|提供|原标题|标签|標籤|タグ|キーワード|関連タグ|분류|태그)\s*[:：/／].{1,80}$/,
  // Where a broadcaster told it too.
  /^(sendung|dieses thema im programm)\s*:\s?.{1,200}$/i,
  // Captions that end in who took the picture.
  /^[^.!?]{0,120}[.)]?\s\(?(photos?|fotos?|image|picture|bild|foto credit|photo credit|illustration|фото|fotó|kuva|zdjęcie)\s?(credit|by)?\s?:\s?[^.!?:]{2,60}\)?\.?$/i,
  // Credits of pictures: `Name | Moment | Getty Images`.
  /^[^.!?]{0,90}\b(getty images|reuters|afp|epa|shutterstock|alamy|imago|picture alliance|zuma press|via getty)\)?$/i,
  // A date and a time, and who wrote: `25.10.2025 - 15:26 Uhr`, `Mon 25.04.24 | 14:07 | By Jane Roe`.
  /^(\p{L}{2,14}[.,]{0,2}\s+)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*[-–|,/]?\s*(\d{1,2}[:.h]\d{2}.{0,70}|(publicado|published|posted|by|por|von|von)\b.{0,90})$/iu,
  /^(\p{L}{2,14}[.,]{0,2}\s+)?\d{1,2}\.?( de)? \p{L}{3,12}\.?,?( de)? \d{4}\s*[-–|,/]?\s*(às|at|um|à|alle|kl\.?)?\s*\d{1,2}[:.h]\d{2}.{0,40}$/iu,
  /^\d{1,2}\.? \p{L}{3,12} \d{4}\s*\(.{0,60}\d{1,2}[:.h]\d{2}\)$/u,
  /^\p{L}{3,12}\.? \d{1,2}, \d{4}( at|,)? \d{1,2}:\d{2}.{0,40}$/iu,
];

/** Headings of boxes that lead elsewhere. */
const ELSEWHERE: readonly RegExp[] = [
  /^(read (more|next|also)|also read|see also|more on this( story| topic)?|related( articles?| reads?| stor(y|ies)| news| content| topics?| coverage| posts?| links?| reading)?|most (read|popular|viewed)( .{1,30})?|recommended( .{1,30})?|continue reading( below)?|story continues( below)?|don't miss|(if you (liked|enjoyed) .{2,40} )?you (may|might) also like|up next|more (from|great) .{1,40}|trending( now)?|editors?['’]s? picks?|further reading|latest( news)?|in this story)[:.…]?$/i,
  /^(mehr zum thema|auch interessant|das könnte (sie|dich) auch interessieren|lesen sie (auch|mehr)|weiterlesen|meistgelesen|häufig gelesen|mehr (themen|artikel|nachrichten) (auf|von|aus) .{2,30}|.{2,90} in unserem (live-?blog|ticker|newsticker)|passend zum thema|mehr dazu|(à )?lire aussi|voir aussi|à découvrir|sur le même (sujet|thème)|lees ook|meer over|leggi anche|potrebbe interessarti|noticias? relacionadas?|te puede interesar|ver también|le[ea] (también|más)|mir[ae] también|te recomendamos|más información|leia (mais|também)|veja também|saiba mais|você pode gostar|czytaj (więcej|też|także)|zobacz (też|także)|läs (mer|också|även)|les (mer|også)|læs (mere|også)|lue myös|číst také|olvasta már|frétt af .{2,20}|читайте также|по теме|читайте також|смотрите также|материалы по теме|اقرأ أيضا|اقرأ أيضًا|اقرأ ايضا|مواضيع ذات صلة|قد يعجبك|קראו גם|עוד בנושא|ये भी पढ़ें|यह भी पढ़ें|आणखी वाचा|আরও পড়ুন|ayrıca okuyun|bunlar da ilginizi çekebilir|baca juga|xem thêm|διαβάστε επίσης)[:.…]*$/i,
  /^[■◆▼●]?\s*(関連記事|関連ニュース|関連キーワード|おすすめ情報|おすすめ記事|あわせて読みたい|相关阅读|相关新闻|延伸阅读|相關新聞|관련기사)[:：]?$/,
];

/** One line that names another story: `Read more: Ferries sail again`. */
const POINTER =
  /^[>»▶→\s-]*(read (our|the|my) (full|complete)\b.{3,120}|(hier|mehr)( zum thema)?( dazu)? (finden|lesen) sie\b.{0,160}|(read more|read also|also read|see also|related|watch|more|listen|don't miss|à lire aussi|lire aussi|lees ook|lea también|lesen sie (auch|hier)|leggi anche|mehr zum thema|les også|läs också|le[ea] (también|más)|mir[ae] también|leia (mais|também)|veja também|saiba mais|read here|zobacz też|zobacz także|czytaj także|czytaj też|číst také|читайте также|смотрите также|читайте також|اقرأ أيضا|اقرأ أيضًا|اقرأ ايضا|קראו גם|ये भी पढ़ें|यह भी पढ़ें|আরও পড়ুন|baca juga|xem thêm|ayrıca okuyun|διαβάστε επίσης|延伸阅读|相关阅读)\s*[:：|»>–-]\s?.{1,200})$/i;

/** Who else worked on a report: `Reporting by Jane Roe; editing by John Doe`. It says which agency it is of. */
const CREDIT =
  /^[([—–-]*\s*((additional |with )?(reporting|writing|editing)( and (writing|editing))? (by|from)\b.{3,200}|.{3,60}\breported from\b.{3,120}|.{3,120}\bcontributed (to|reporting)\b.{0,60})$/i;

const MAX_LINE = 220;
const MAX_DATE_LINE = 50;
/** Weekday and month; some languages have two words for the one. */
const MAX_DATE_WORDS = 3;
const MAX_BIO = 900;
/** What follows a name where a writer is presented: `Jane Roe is a reporter`. */
const PRESENTS =
  /^,? (is|was|has|writes|covers|works|reports|joined|leads|ist|war|arbeitet|schreibt|berichtet|est|es|è|är|er|jest)\s/;

/** True for the line that names who else worked on a report. */
export function isCredit(text: string): boolean {
  return text.length <= MAX_LINE && /report|writ|edit|contribut/i.test(text) && CREDIT.test(text);
}

/** True for a paragraph that presents one of the authors. */
export function isAboutAuthor(text: string, authors: readonly string[]): boolean {
  if (text.length > MAX_BIO) return false;
  return authors.some((name) => {
    const at = name.includes(' ') ? text.indexOf(name) : -1;
    return at >= 0 && at <= 30 && PRESENTS.test(text.slice(at + name.length));
  });
}

/** True for a short line that belongs to the site's frame. */
export function isChatter(text: string): boolean {
  return text.length <= MAX_LINE && (LINES.some((line) => line.test(text)) || POINTER.test(text));
}

/** True for a line that is a date, with weekday, time and zone: `Friday, 22 October 2010, 20:13 JST`. */
export function isDateLine(text: string): boolean {
  // What ends in a full stop and does not begin with the day is a sentence.
  if (text.length > MAX_DATE_LINE || !/\d{4}/.test(text) || /^\D.*[.!?]$/.test(text)) return false;
  const named = text.match(/[\p{L}\p{M}]{4,}/gu) ?? [];
  return named.length <= MAX_DATE_WORDS && readDate(text, 'day-first')?.day !== undefined;
}

/** True for the heading of a box with other stories. */
export function leadsElsewhere(text: string): boolean {
  return text.length <= 60 && ELSEWHERE.some((line) => line.test(text));
}
