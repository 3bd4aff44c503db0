/** Something that scrolls sideways only where it has to can be reached with Tab only then. */

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth + 1;
    if (scrolls) target.setAttribute('tabindex', '0');
    else target.removeAttribute('tabindex');
  }
});

/** @param {Element | undefined} element */
export const reachable = (element) => {
  if (element) observer.observe(element);
};

/** What Tab reaches is seen as a whole: some browsers leave it where it is when a part of it shows already. @param {FocusEvent} event */
export function showWhole({ currentTarget }) {
  const element = /** @type {Element} */ (currentTarget);
  if (element.matches(':focus-visible')) element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
