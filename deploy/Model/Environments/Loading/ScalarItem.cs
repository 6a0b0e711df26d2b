using YamlDotNet.Core;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>A value of a list and where it stands.</summary>
internal sealed record ScalarItem<T>(Mark Place, T Value);
