import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Marks that stand on letters, and signs that nobody sees. */
const MARKS = String.raw`[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]`;
/** Capitals that `lower` leaves alone in the database's plain locale, and what `foldedText` takes for the same. */
const FROM = `ÆÐØÞðøĐđĦħıĸŁłŊŋŒŦŧỺỼỾƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎʼͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖẞ’‘′‐‑–—`;
const TO = `ædoþdoddhhikllnnœttỻỽỿɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏ'ͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωσϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆß'''----`;

/**
 * What `foldedText` of the contracts makes of a text, for PostgreSQL without an extension or a locale: searches compare
 * what one made with what the other made, and `folding.spec.ts` that they make the same. Most texts are plain ASCII.
 */
export class CreateFolding1795600000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION "vmm_fold"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$
        SELECT CASE WHEN octet_length($1) = char_length($1) THEN lower(translate($1, '\`', ''''))
          ELSE replace(replace(replace(replace(
            lower(translate(
              regexp_replace(normalize(translate($1, '\`´', ''''''), NFKD), '${MARKS}', '', 'g'),
              '${quoted(FROM)}', '${quoted(TO)}'
            )), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'þ', 'th')
        END
      $fold$`);
    await runner.query(`DROP INDEX "IDX_audit_log_object_name"`);
    await runner.query(
      `CREATE INDEX "IDX_audit_log_object_name" ON "audit_log" (vmm_fold("object_name") text_pattern_ops)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "IDX_audit_log_object_name"`);
    await runner.query(
      `CREATE INDEX "IDX_audit_log_object_name" ON "audit_log" (lower("object_name") text_pattern_ops)`,
    );
    await runner.query(`DROP FUNCTION "vmm_fold"(text)`);
  }
}

const quoted = (text: string) => text.replaceAll("'", "''");
