// For a page of your own, as a classic script in its head, before any style: a reload in the session must not light the
// room. The tag leaves this mark while it covers the page; `room` at the end is the tag's `room`.
try {
  if (localStorage.getItem('stillroom-dark:room')) {
    const { style } = document.documentElement;
    const show = () => (style.background = style.visibility = '');
    style.background = '#090605';
    style.visibility = 'hidden';
    // The tag has read its journal and shows what it knows; should it never come, the page shows all the same.
    addEventListener('still-change', show, { once: true });
    setTimeout(show, 8000);
  }
} catch {
  // Where the browser stores nothing, there is no mark.
}
