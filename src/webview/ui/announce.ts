/**
 * Says sentences to assistive technology through one polite live region that exists before the first sentence: a region
 * that is inserted together with its text is not read.
 */
export class Announcer {
  private readonly region: HTMLElement;

  constructor(parent: HTMLElement) {
    this.region = document.createElement('div');
    this.region.className = 'visually-hidden';
    this.region.setAttribute('role', 'status');
    parent.append(this.region);
  }

  /** Says a sentence; the same one twice in a row is said twice. */
  say(sentence: string): void {
    const line = document.createElement('p');
    line.textContent = sentence;
    this.region.replaceChildren(line);
  }
}
