/**
 * A part of the page whose script and style are fetched when the reader comes near. Until then its place is held, and Tab finds it: to go
 * there is to come near.
 */
import { html, render } from 'lit-html';

/** One screen above and below the one that is seen. */
const kMargin = '100% 0px';

const fetching = html`<div class="waiting to-come" role="status"><p>Fetching this figure.</p></div>`;
const failed = html`<div class="waiting to-come failed" role="status">
  <p>The script of this figure has not arrived.</p>
  <button type="button" data-action="reload" @click=${() => location.reload()}>Reload the page</button>
</div>`;

/**
 * @template Fetched
 * @param {HTMLElement} root    where it will stand
 * @param {() => Promise<Fetched>} load    fetches what is needed to mount it
 * @param {(fetched: Fetched) => void} show    mounts it
 */
export function whenNear(root, load, show) {
  const part = root.closest('section') ?? root;
  const name = root.closest('figure')?.getAttribute('aria-labelledby');
  const place = document.createElement('div');
  root.replaceChildren(place);
  render(fetching, place);
  root.setAttribute('role', 'group');
  if (name) root.setAttribute('aria-labelledby', name);
  root.tabIndex = 0;

  async function arrive() {
    let fetched;
    try {
      fetched = await load();
    } catch {
      render(failed, place);
      return;
    }
    root.removeAttribute('role');
    root.removeAttribute('aria-labelledby');
    // Who stands here already goes on into it with Tab.
    if (root === document.activeElement) root.tabIndex = -1;
    else root.removeAttribute('tabindex');
    root.replaceChildren();
    show(fetched);
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void arrive();
    },
    { rootMargin: kMargin },
  );
  observer.observe(part);
}
