// What every page does with JavaScript; without it everything works, too.

// "/" goes to the search field of the page, as long as nobody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("input[type=search]");
  if (event.key === "/" && !typing && search) {
    event.preventDefault();
    search.focus();
  }
});

// Filters left open stay out of the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.filters")) return;
  for (const field of event.target.elements) field.disabled = field.name !== "" && field.value === "";
});
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form.filters [disabled]")) field.disabled = false;
});

// A part of a page that was answered from elsewhere is no part of it: the session has ended, so show the whole page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL, location.href);
  if (answered.pathname === event.detail.pathInfo.requestPath.split("?")[0]) return;
  event.detail.shouldSwap = false;
  location.reload();
});

// A form that was sent has been recorded once another page follows, unless that page asks to sign in.
const sent = sessionStorage.getItem("sent");
if (sent && !document.querySelector("form.sign-in-form") && sent !== `draft:${location.pathname}${location.search}`) {
  localStorage.removeItem(sent);
  sessionStorage.removeItem("sent");
}

// On a phone the places are swiped: the present one is in sight.
document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
