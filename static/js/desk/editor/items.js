// An item of the catalogue belongs to a category: choosing it chooses that one too.

export function chooseCategoryByItem(form) {
  const [item, category] = ["#item", "#category"].map((id) => form.querySelector(id));
  item.addEventListener("change", () => {
    const belongs = item.selectedOptions[0]?.dataset.category;
    if (!belongs || category.value === belongs) return;
    category.value = belongs;
    category.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
