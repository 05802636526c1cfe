// A security key that could not be read says so on the page; allauth alone would write it to the console.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("key-problem");
  if (problem) problem.hidden = false;
});
