namespace SiteBuilder.Delivery.Images.Debian;

/// <summary>What a Debian root is made of; every member is an input of its fingerprint.</summary>
/// <param name="Variant">The variant of mmdebstrap.</param>
/// <param name="Packages">Packages beyond the variant's own.</param>
/// <param name="Finish">Which of our finishing steps applies; its version is raised when the step changes.</param>
internal sealed record DebianRecipe(string Variant, IReadOnlyList<string> Packages, string Finish)
{
    public static DebianRecipe Base { get; } = new("extract", ["ca-certificates", "libc6", "libgcc-s1", "libssl3", "libstdc++6", "tzdata", "zlib1g"], "shell-less-1");

    public static DebianRecipe BuildBase { get; } = new("minbase", ["ca-certificates"], "with-apt-1");
}
