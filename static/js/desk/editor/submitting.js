// The buttons at the foot: 保存 saves without leaving the page; 提交审核 goes on only once everything is saved.

export function saveBeforeSubmitting(form, saving) {
  let isReady = false;
  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    const { submitter } = event;
    const isSaved = await saving.save();
    if (!isSaved || !submitter?.hasAttribute("formaction")) return; // without one, formAction is the page's own address
    isReady = true;
    form.requestSubmit(submitter);
    isReady = false;
  });
}
