/** What a driver tapped, in the order in which it was tapped, until the server has it. */
export interface Entry {
  readonly key: string;
  readonly order: number;
  readonly path: string;
  readonly body: unknown;
}

export interface Storage {
  read(): Promise<Entry[]>;
  write(entries: Entry[]): Promise<void>;
}

export class Queue {
  constructor(private readonly storage: Storage) {}

  /** Kept before it is sent: a phone that dies in between has lost nothing. */
  async add(path: string, body: unknown, key: string): Promise<void> {
    const entries = await this.storage.read();
    const order = entries.length ? entries[entries.length - 1].order + 1 : 1;
    await this.storage.write([...entries, { key, order, path, body }]);
  }

  async flush(send: (entry: Entry) => Promise<boolean>): Promise<number> {
    let entries = await this.storage.read();
    let sent = 0;
    while (entries.length && (await send(entries[0]))) {
      entries = entries.slice(1);
      await this.storage.write(entries);
      sent += 1;
    }
    return sent;
  }
}
