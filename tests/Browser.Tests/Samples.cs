namespace SiteBuilder.Browser.Tests;

/// <summary>Pages as a brand might have them.</summary>
internal static class Samples
{
    public static object Home { get; } = new
    {
        title = "Bread worth getting up for",
        blocks = new object[]
        {
            new { type = "text", text = "Flour, water, salt and a night of patience. Our ovens are warm from five, and the door is open from seven." },
            new { type = "button", text = "Order for tomorrow", url = "/contact" },
            new { type = "heading", text = "What we bake" },
            new
            {
                type = "columns",
                columns = new object[]
                {
                    new { blocks = new object[] { new { type = "heading", text = "Every day" }, new { type = "text", text = "Rye sourdough, wheat baguettes, seeded rolls." } } },
                    new { blocks = new object[] { new { type = "heading", text = "At the weekend" }, new { type = "text", text = "Braided loaves and plum cake, while they last." } } },
                },
            },
            new
            {
                type = "richtext",
                paragraphs = new object[]
                {
                    new { style = "quote", spans = new object[] { new { text = "The best crust in town", italic = true }, new { text = ", says everybody who lives within smelling distance." } } },
                    new { style = "bullet", spans = new object[] { new { text = "Organic", bold = true }, new { text = " flour from the mill next door" } } },
                    new { style = "bullet", spans = new object[] { new { text = "No additives, ever" } } },
                },
            },
        },
    };

    public static object Contact { get; } = new
    {
        title = "Contact",
        blocks = new object[]
        {
            new { type = "text", text = "Write to us, or come by." },
            new
            {
                type = "form",
                name = "contact",
                fields = new object[]
                {
                    new { name = "mail", label = "Your e-mail", kind = "email", required = true },
                    new { name = "words", label = "What can we do for you?", kind = "multiline", required = true },
                },
                submit = "Send",
                thanks = "Thank you, we will write back.",
            },
        },
    };
}
