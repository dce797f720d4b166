/** One JSON document. What could turn, hide or recolour text in a terminal is escaped, which changes no value. */
const HARMFUL = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(HARMFUL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
