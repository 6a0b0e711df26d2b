namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What a check has found before the first write.</summary>
/// <param name="IsProblem">Whether it ends the rollout; else it is only told.</param>
/// <param name="Text">Object, what is wrong, remedy: one line.</param>
internal sealed record Finding(bool IsProblem, string Text)
{
    public static Finding Problem(string text) => new(true, text);

    public static Finding Warning(string text) => new(false, text);
}
