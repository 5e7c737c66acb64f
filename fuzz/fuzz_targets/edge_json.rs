//! The edge's JSON reader, over the requests of all methods: what it takes is a message, and that message written as
//! JSON and read again is the same message.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use omni_contract::Contract;
use prost_reflect::MessageDescriptor;

#[allow(dead_code)]
#[path = "../../server/edge/src/body.rs"]
mod body;
#[allow(dead_code)]
#[path = "../../server/edge/src/reason.rs"]
mod reason;

/// As in the edge's `doors`; the path keeps the folder of this file for what is inside.
#[path = "."]
mod doors {
    #[allow(dead_code)]
    #[path = "../../server/edge/src/doors/json/mod.rs"]
    pub(crate) mod json;

    pub(crate) struct Message {
        pub(crate) bytes: bytes::Bytes,
        #[allow(dead_code)]
        pub(crate) parsed: Option<prost_reflect::DynamicMessage>,
    }
}

use doors::json::{self, Defaults};

static CONTRACT: LazyLock<(Contract, Vec<MessageDescriptor>)> = LazyLock::new(|| {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET).expect("the contracts are read");
    let requests = contract.methods().map(|method| method.input()).collect();
    (contract, requests)
});

fuzz_target!(|data: &[u8]| {
    let (contract, requests) = &*CONTRACT;
    let Some((&choice, text)) = data.split_first() else { return };
    let request = &requests[usize::from(choice) % requests.len()];
    let Ok(message) = json::read(contract, request, text) else { return };
    for defaults in [Defaults::Omitted, Defaults::Written] {
        let written =
            json::write(request, message.bytes.clone(), defaults).expect("what was read can be written");
        let again = json::read(contract, request, &written).map(|message| message.bytes);
        assert_eq!(again.expect("what was written can be read"), message.bytes);
    }
});
