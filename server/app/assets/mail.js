// The pages that links in mails lead to. Opening a link changes nothing: programs open the links of mails too.
const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = Object.fromEntries(new FormData(form));
  body.token = new URLSearchParams(location.search).get("token") ?? "";
  const answer = await fetch(form.dataset.path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  status.textContent = answer.ok ? form.dataset.done : (await answer.json()).detail;
  form.hidden = answer.ok;
});
