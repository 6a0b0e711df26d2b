using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class RedactionTests
{
    [Fact]
    public void A_secret_inside_a_longer_one_leaves_no_rest()
    {
        var redaction = new Redaction();
        redaction.Hide("token");
        redaction.Hide("token-of-the-editor");
        redaction.Apply("a token-of-the-editor and a token").ShouldBe("a *** and a ***");
    }

    [Fact]
    public void Words_too_short_to_be_secrets_stay()
    {
        var redaction = new Redaction();
        redaction.Hide("a");
        redaction.Hide(null);
        redaction.Apply("a banana").ShouldBe("a banana");
    }
}
