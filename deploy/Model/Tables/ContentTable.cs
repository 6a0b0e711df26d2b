namespace SiteBuilder.Model.Tables;

/// <summary>Where the web application firewall must expect content, and how large it may be. Everything else is looked at with every rule.</summary>
public static class ContentTable
{
    public static IReadOnlyList<ContentEntry> All { get; } =
    [
        new("/api", "^/api/sites/[^/]+(?:/pages/[^/]+)?$", ContentKind.Words, "Editors send the title and the blocks of a page"),
        new("/api/auth", "^/api/auth/", ContentKind.Secrets, "Users send a password, or the token by which they stay signed in"),
        new("/api/media", "^/api/media(?:/|$)", ContentKind.Files, "Editors send pictures and documents"),
        new("/", "^/edit/(?:preview|sites(?:/.*)?)$", ContentKind.Words, "The editor sends a page as the fields of a form"),
        new("/", "^/edit/login$", ContentKind.Secrets, "The editor sends a password as a field of a form"),
        new("/", "^/edit/media$", ContentKind.Files, "The editor sends a picture or document as a part of a form"),
    ];

    /// <summary>The largest body without a file that a service takes, in bytes: <c>Http:MaxBodyBytes</c>.</summary>
    public const long ServicesTake = 256 * 1024;

    /// <summary>The largest body without a file on the way in, in bytes: four times what the services take, as a form says the same with longer names and escapes.</summary>
    public const long LargestText = 4 * ServicesTake;

    /// <summary>The largest file that is sent through Media, with room for the form around it, in bytes; Media takes 10 MiB.</summary>
    public const long LargestFile = 11 * 1024 * 1024;
}
