import { TestBed } from '@angular/core/testing';
import { FirstWrongField } from './first-wrong-field';

describe('after a form is sent', () => {
  let form: HTMLFormElement;
  const scrolledTo: Element[] = [];
  beforeEach(() => {
    TestBed.inject(FirstWrongField);
    scrolledTo.length = 0;
    // jsdom lays nothing out.
    Element.prototype.scrollIntoView = function (this: Element) {
      scrolledTo.push(this);
    };
    document.body.innerHTML = '<form><input id="a"><input id="b"><input id="c"><button>Send</button></form>';
    form = document.querySelector('form')!;
    form.addEventListener('submit', (event) => event.preventDefault());
  });
  const field = (id: string) => document.getElementById(id)!;
  const focused = () => document.activeElement?.id;
  const frame = () => new Promise((done) => requestAnimationFrame(done));

  it('the first wrong field of several has the focus and is in sight', async () => {
    for (const id of ['b', 'c']) field(id).setAttribute('aria-invalid', 'true');
    form.requestSubmit();
    await frame();
    expect([focused(), scrolledTo.map(({ id }) => id)]).toEqual(['b', ['b']]);
  });

  it('so has one that only the API finds wrong', async () => {
    form.requestSubmit();
    await frame();
    expect(focused()).not.toBe('c');
    field('c').setAttribute('aria-invalid', 'true');
    await vi.waitFor(() => expect(focused()).toBe('c'));
  });

  it('nobody is taken away from where they type', async () => {
    form.requestSubmit();
    await frame();
    field('a').focus();
    field('a').dispatchEvent(new Event('input', { bubbles: true }));
    field('c').setAttribute('aria-invalid', 'true');
    await frame();
    expect(focused()).toBe('a');
  });
});
