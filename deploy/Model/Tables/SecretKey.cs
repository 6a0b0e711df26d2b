namespace SiteBuilder.Model.Tables;

/// <summary>One value of a <see cref="SecretEntry"/>.</summary>
/// <param name="Name">Its key in the Secret and its file name in the pod.</param>
/// <param name="Length">Characters.</param>
/// <param name="Readers">The services that read it.</param>
public sealed record SecretKey(string Name, int Length, IReadOnlyList<ServiceEntry> Readers);
