using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Rendering;

/// <summary>A form that works without a script: Sites takes it and sends the browser back to the page, where its thanks are shown then.</summary>
internal static class FormTemplate
{
    public static Html Of(SiteBlock form, string forms) => Html.Of($"""
        <form method="post" action="{forms}{form.Name}">
        <p class="thanks" id="{form.Name}-sent" role="status">{form.Thanks}</p>
        {Html.Each(form.Fields, field => Html.Of($"<p><label for=\"{form.Name}-{field.Name}\">{field.Label}{Mark(field)}</label>{Input(form, field)}</p>"))}
        <p><button>{form.Submit}</button></p>
        </form>
        """);

    private static Html Mark(SiteField field) => field.Required ? Html.Of($"""<span aria-hidden="true"> *</span>""") : Html.Empty;

    private static Html Input(SiteBlock form, SiteField field)
    {
        var required = field.Required ? Html.Of($" required") : Html.Empty;
        return field.Kind == "multiline"
            ? Html.Of($"""<textarea id="{form.Name}-{field.Name}" name="{field.Name}" rows="5" maxlength="5000"{required}></textarea>""")
            : Html.Of($"""<input id="{form.Name}-{field.Name}" name="{field.Name}" type="{(field.Kind == "email" ? "email" : "text")}" maxlength="400"{required}>""");
    }
}
