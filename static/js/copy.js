// A text to pass on is selected, and copied where the browser allows it, as soon as somebody reaches it.

for (const field of document.querySelectorAll("input[data-copied], textarea[data-copied]")) {
  field.addEventListener("focus", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      field.parentElement.querySelector("[role=status]").textContent = field.dataset.copied;
    } catch {
      // Not allowed: it is selected, and can be copied by hand.
    }
  });
}
