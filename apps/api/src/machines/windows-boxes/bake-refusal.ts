/** Why there is no bake, or no box of it, in a sentence for the person at the terminal. */
export class BakeRefusal extends Error {
  override readonly name = 'BakeRefusal';
}
