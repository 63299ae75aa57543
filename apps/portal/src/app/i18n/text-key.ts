type Texts = typeof import('../../i18n/fr.json');

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** Every text the portal has; a key that does not exist does not compile. */
export type TextKey = Leaves<Texts>;

/** Texts that come as `one` and `other`. */
export type CountKey = TextKey extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;
