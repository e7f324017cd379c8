/*
 * The house style that a program can check, in finished sentences. Kana, kanji and the marks that
 * belong to them are "Japanese" here.
 */

const JAPANESE = '[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー、。・「」]';

type Fault = { readonly pattern: RegExp; readonly fault: string };

const JAPANESE_FAULTS: readonly Fault[] = [
  { pattern: new RegExp(`${JAPANESE}[ \\u3000]|[ \\u3000]${JAPANESE}`, 'u'), fault: 'space beside Japanese' },
  { pattern: /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a（）：；，．]/u, fault: 'full-width Latin, digit or mark' },
  { pattern: /停止|排除|追い出|排出|退役|スタック/u, fault: 'forbidden word' },
  {
    pattern: /メモリー|コンテナー|インターフェイス|プロキシー|クオータ/u,
    fault: 'long vowel that kubernetes.io leaves out',
  },
  {
    pattern: /(クラスタ|コントローラ|スケジューラ|ポリシ|サーバ|フィルタ|セレクタ|レジストリー)(?!ー)/u,
    fault: 'missing long vowel',
  },
];

const ENGLISH_FAULTS: readonly Fault[] = [
  { pattern: /\bDS\b|\bdaemons?\b(?! pod)/u, fault: 'a name that Kubernetes does not use' },
  { pattern: /\u2014|\u2013|\u2026/u, fault: 'dash or ellipsis' },
  { pattern: /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u, fault: 'Japanese' },
  { pattern: / {2}| [,.;:]/u, fault: 'stray space' },
  { pattern: /\bplease\b|\boops\b|\bsorry\b|!/iu, fault: 'chatter' },
];

function find(faults: readonly Fault[], text: string): readonly string[] {
  return faults.filter(({ pattern }) => pattern.test(text)).map(({ fault }) => `${fault}: ${text}`);
}

/** Words that the glossary translates; only for catalogues, since the cluster may write them. */
const UNTRANSLATED: readonly Fault[] = [
  {
    // Not within a name of Kubernetes, such as `system-node-critical`.
    pattern: /(?<![-./])\b(node|cluster|rollout|revision|event|available)s?\b(?![-./])/iu,
    fault: 'an English word that has a Japanese one',
  },
];

export function lintGlossary(message: string): readonly string[] {
  return find(UNTRANSLATED, message);
}

export function lintJapanese(sentence: string): readonly string[] {
  return find(JAPANESE_FAULTS, sentence);
}

export function lintEnglish(sentence: string): readonly string[] {
  return find(ENGLISH_FAULTS, sentence);
}
