/** A value that is made when it is first asked for. */
export class Later<V> {
  #make: (() => V) | undefined;
  #value: V | undefined;

  constructor(make: () => V) {
    this.#make = make;
  }

  get value(): V {
    if (this.#make) {
      this.#value = this.#make();
      this.#make = undefined;
    }
    return this.#value as V;
  }
}
