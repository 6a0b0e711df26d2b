using SiteBuilder.Rendering;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>Where users sign in.</summary>
internal static class SignInPage
{
    public static Html Of(string brand, string email, string next, string? problem) => Html.Of($"""
        <section class="sheet narrow">
        <h1>Sign in</h1>
        <p class="lead">Edit the pages of {brand}.</p>
        <form method="post" action="/edit/login">
        {(problem is null ? Html.Empty : Html.Of($"""<p class="notice bad" role="alert" id="problem">{problem}</p>"""))}
        {Field.Hidden("next", next)}
        <p class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" value="{email}" autocomplete="username" required maxlength="254"></p>
        <p class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"></p>
        <p><button class="wide">Sign in</button></p>
        </form>
        </section>
        """);
}
