// The suggestions beneath the search field: arrows move through them, Escape puts them away. Without JavaScript the
// field leads to a page with the same.

const siteSearch = document.querySelector(".site-search");

if (siteSearch) {
  const field = siteSearch.querySelector("input[type=search]");
  const suggestions = siteSearch.querySelector(".suggestions");
  const stops = () => [field, ...suggestions.querySelectorAll("li a, [role=status] a")];
  const clear = () => suggestions.replaceChildren();

  siteSearch.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && suggestions.childElementCount) {
      clear();
      field.focus();
      event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    const all = stops();
    const next = all[all.indexOf(document.activeElement) + step];
    if (next) {
      next.focus();
      event.preventDefault();
    }
  });
  siteSearch.addEventListener("focusout", (event) => {
    if (!siteSearch.contains(event.relatedTarget)) clear();
  });
}
