/**
 * Month names, long and short, of 46 languages as CLDR has them (through Intl), in lower case and without
 * accents; one line a month. Where two Slavic languages disagree (Polish and Croatian `listopad`), the larger wins.
 */
const NAMES: readonly string[] = [
  'january jan janvier janv januar enero ene janeiro gennaio gen januari stycznia styczen sty ledna leden led januara ianuarie ian tammikuuta tammikuu tammi jaanuar jaan janvaris sausio sausis sijecnja sijecanj sij януари января январь янв січня січень січ ιανουαριου ιαν ocak oca gener xaneiro xan urtarrila urt eanair ean janar yanvar yan јануари јан студзеня студзень сту қаңтар қаң يناير ژانویه ינואר јануар ionawr ion urtarrilaren جانفي',
  'february feb fevrier fevr februar febrero fevereiro fev febbraio februari lutego luty lut unora unor uno februara febr februarie helmikuuta helmikuu helmi veebruar veebr februaris vasario vasaris veljace veljaca velj февруари февраля февраль февр лютого лютии лют φεβρουαριου φεβ subat sub febrer febreiro otsaila ots feabhra feabh shkurt shk fevral фев лютага люты ақпан ақп فبراير فوریه פברואר фебруар chwefror otsailaren شباط فيفري',
  'march mar mars marz marzo marco maart mrt marca marzec brezna brezen bre marec marcius marc martie marts maaliskuuta maaliskuu maalis kovo kovas ozujka ozujak ozu март марта мар березня березень бер μαρτιου μαρ mart maret mac martxoa marta сакавіка сакавік сак наурыз нау مارس מרץ mrz mawrth martxoaren اذار',
  'april apr avril avr abril abr aprile kwietnia kwiecien kwi dubna duben dub aprila aprilis aprilie huhtikuuta huhtikuu huhti aprill balandzio balandis travnja travanj tra април апреля апрель апр квітня квітень квіт απριλιου απρ nisan nis apirila api aibrean aib prill pri aprel красавіка красавік кра сәуір сәу ابريل اوریل אפריל ebrill apirilaren نيسان افريل',
  'may mai mayo maio maggio mag mei maja maj kvetna kveten kve majus toukokuuta toukokuu touko maijs geguzes geguze svibnja svibanj svi маи мая травня травень трав μαιου μαι mayıs maig maiatza bealtaine beal мај мамыр мам مايو מאי maiatzaren ايار ماي',
  'june jun juin juni junio junho giugno giu czerwca czerwiec cze cervna cerven cvn juna junius iunie iun kesakuuta kesakuu kesa juuni junijs birzelio birzelis lipnja lipanj junij юни июня июнь июн червня червень черв ιουνιου ιουν haziran haz juny xuno ekaina eka meitheamh meith qershor qer iyun iyn јуни јун чэрвеня чэрвень чэр маусым мау يونيو ژوين יוני mehefin ekainaren حزيران جوان',
  'july jul juillet juil juli julio julho luglio lug lipca lipiec cervence cervenec cvc jula julius iulie iul heinakuuta heinakuu heina juuli julijs liepos liepa srpnja srpanj julij юли июля июль июл липня липень лип ιουλιου ιουλ temmuz tem julai juliol xullo xul uztaila uzt iuil korrik korr iyul iyl јули јул ліпеня ліпень ліп шілде шіл يوليو ژويیه יולי gorffennaf uztailaren تموز جويلية يوليوز',
  'august aug aout agosto ago augustus sierpnia sierpien sie srpna srpen augusta augusztus augusti elokuuta elokuu elo augusts rugpjucio rugpjutis kolovoza kolovoz kol avgust avg август августа авг серпня серпень серп αυγουστου αυγ agustos agu agustus ogos ogo agost abuztua abu agust lunasa lun gusht gush avqust avq жніуня жнівень жні тамыз там اغسطس اوت אוגוסט awst abuztuaren غشت',
  'september sep septembre sept septiembre setembro set settembre wrzesnia wrzesien wrz zari zar septembra szeptember szept septembrie syyskuuta syyskuu syys septembris rugsejo rugsejis rujna rujan ruj септември сентября сентябрь сент вересня вересень вер σεπτεμβριου σεπ eylul eyl setembre iraila ira mfomh shtator sht sentyabr sen сеп septembar верасня верасень қыркүиек қыр سبتمبر سپتامبر ספטמבר medi irailaren ايلول شتنبر септембар',
  'october oct octobre oktober okt octubre outubro out ottobre ott pazdziernika pazdziernik paz rijna rijen rij oktobra octombrie lokakuuta lokakuu loka oktoober oktobris spalio spalis октомври октября октябрь окт жовтня жовтень жовт οκτωβριου οκτ ekim eki urria urr dfomh tetor tet oktyabr oktobar кастрычніка кастрычнік кас қазан қаз اكتوبر اکتبر אוקטובר hydref urriaren октобар',
  'november nov novembre noviembre novembro listopadu novembra noiembrie marraskuuta marraskuu marras novembris lapkricio lapkritis studenoga studeni stu ноември ноября ноябрь нояб листопада листопад лист νοεμβριου νοε kasım kas azaroa aza samhain samh nentor nen noyabr noy ное novembar лістапада лістапад ліс қараша қар نوفمبر نوامبر נובמבר tachwedd azaroaren نونبر новембар',
  'december dec decembre dezember dez diciembre dic dezembro dicembre grudnia grudzien gru prosince prosinec pro decembra decembrie desember des joulukuuta joulukuu joulu detsember dets decembris gruodzio gruodis prosinca prosinac декември декабря декабрь дек грудня грудень груд δεκεμβριου δεκ aralık ara disember dis desembre decembro abendua abe nollaig noll dhjetor dhj dekabr dek decembar снежня снежань сне желтоқсан жел ديسمبر دسامبر דצמבר rhagfyr abenduaren دجنبر децембар',
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((line, index) => line.split(' ').map((name) => [name, index + 1] as const)),
);

/** 1 to 12 for a month's name in lower case without accents and full stop. */
export function monthOf(word: string): number | undefined {
  return MONTHS.get(word);
}
