import { connect, type Socket } from 'node:net';

/** An element of the page that Firefox shows now. */
export type Element = { id: string };

/** A Firefox that is told what to do, as somebody at it would: no script of ours runs in its pages. */
export interface Marionette {
  open(address: string): Promise<void>;
  /** Goes back by the browser's own button. */
  back(): Promise<void>;
  title(): Promise<string>;
  address(): Promise<string>;
  /** The text that is to be seen of the first element that a selector names. Throws if there is none. */
  text(selector: string): Promise<string>;
  find(selector: string): Promise<Element[]>;
  click(element: Element | string): Promise<void>;
  /** Where an element stands, in pixels of the page. */
  box(element: Element): Promise<{ x: number; y: number; width: number; height: number }>;
  /** A value that the browser worked out for an element's style. */
  style(element: Element, property: string): Promise<string>;
  resize(size: { width: number; height: number }): Promise<void>;
  quit(): Promise<void>;
}

/** The key under which WebDriver names an element (W3C WebDriver, section 12.1). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

type Answer = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown];

/**
 * Firefox's own remote protocol, by which its tests drive it: JSON with its length before it, over a port of this machine. It acts
 * from outside the page, so it works where scripts are off. Throws what Firefox refuses, with its message.
 */
export async function openMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1');
  const ask = askOver(socket);
  const value = async <Value>(name: string, params?: object) =>
    ((await ask(name, params)) as { value: Value }).value;
  await ask('WebDriver:NewSession', { pageLoadStrategy: 'normal' });
  const find = async (selector: string) => {
    const found = (await ask('WebDriver:FindElements', {
      using: 'css selector',
      value: selector,
    })) as readonly Record<string, string>[];
    return found.map((element) => ({ id: element[ELEMENT] ?? '' }));
  };
  const one = async (named: Element | string): Promise<Element> => {
    if (typeof named !== 'string') return named;
    const [element] = await find(named);
    if (!element) throw new Error(`Nothing on the page is ${named}.`);
    return element;
  };
  return {
    find,
    open: async (url) => void (await ask('WebDriver:Navigate', { url })),
    back: async () => void (await ask('WebDriver:Back')),
    title: () => value('WebDriver:GetTitle'),
    address: () => value('WebDriver:GetCurrentURL'),
    text: async (selector) => value('WebDriver:GetElementText', await one(selector)),
    click: async (element) => void (await ask('WebDriver:ElementClick', await one(element))),
    box: async (element) => (await ask('WebDriver:GetElementRect', element)) as never,
    style: (element, propertyName) => value('WebDriver:GetElementCSSValue', { ...element, propertyName }),
    resize: async (size) => void (await ask('WebDriver:SetWindowRect', size)),
    quit: async () => {
      await ask('Marionette:Quit', { flags: ['eAttemptQuit'] });
      socket.destroy();
    },
  };
}

function askOver(socket: Socket): (name: string, params?: object) => Promise<unknown> {
  let unread = Buffer.alloc(0);
  let last = 0;
  const waiting = new Map<number, { give: (result: unknown) => void; fail: (error: Error) => void }>();
  socket.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes]);
    for (;;) {
      const colon = unread.indexOf(':');
      const end = colon + 1 + Number(unread.subarray(0, colon));
      if (colon < 0 || unread.length < end) return;
      const message = JSON.parse(`${unread.subarray(colon + 1, end)}`) as Answer | object;
      unread = unread.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as Answer;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.fail(new Error(`${error.error}: ${error.message}`));
      else asked?.give(result);
    }
  });
  const end = (error: Error) => {
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  socket.on('error', end);
  socket.on('close', () => end(new Error('Firefox closed the connection.')));
  return (name, params = {}) =>
    new Promise((give, fail) => {
      last += 1;
      waiting.set(last, { give, fail });
      const text = JSON.stringify([0, last, name, params]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
